import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * A signal that SIGINT or SIGTERM aborts, so that a run can keep what it has; the second one of them ends
 * the process at once. `release` gives the process its own handling back.
 */
export function abortOnSignals(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const listen = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
    controller.abort(name);
  };
  for (const name of SIGNALS) process.on(name, listen);
  return {
    signal: controller.signal,
    release: () => SIGNALS.forEach((name) => process.off(name, listen)),
  };
}
