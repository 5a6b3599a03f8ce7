/**
 * One question at a time, and then the newest: what was asked for in between is asked once.
 *
 * @param ask must not reject
 * @returns what to call when something changed
 */
export function newestOnly(ask: () => Promise<void>, signal: AbortSignal): () => void {
  let [busy, again] = [false, false];
  const run = async () => {
    busy = true;
    do {
      again = false;
      await ask();
      // Between two answers the page lives.
      await new Promise((resolve) => setTimeout(resolve));
    } while (again && !signal.aborted);
    busy = false;
  };
  return () => {
    if (busy) again = true;
    else void run();
  };
}
