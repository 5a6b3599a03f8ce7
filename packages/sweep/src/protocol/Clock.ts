/** Time as one worker has it. Two workers' clocks are never compared. */
export type Clock = {
  /** Milliseconds since some moment of its own; never runs backwards. */
  now(): number;
  /** What the wall says, for people to read. */
  date(): Date;
  /** Ends after so many milliseconds, or as soon as the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

/** That of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end);
    }),
};
