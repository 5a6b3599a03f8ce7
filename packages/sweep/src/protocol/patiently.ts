import { EnvironmentError } from '@goal-driven/core/arrays';
import type { Clock } from './Clock';

/** How long a worker holds on to what the disk has no room for, ms. */
const PATIENCE = 600_000;

export type Patience = {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly say: (message: string) => void;
};

/**
 * Does what the disk may refuse for a while, when it is full: again and again, for ten minutes.
 *
 * @throws EnvironmentError after that, or when told to stop
 */
export async function patiently<T>(act: () => T, { clock, signal, say }: Patience): Promise<T> {
  for (let waited = 0, pause = 1000; ; pause = Math.min(2 * pause, 30_000)) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof EnvironmentError) || waited >= PATIENCE || signal?.aborted) throw error;
      say(`${error.message}. Trying again`);
      await clock.sleep(pause, signal);
      waited += pause;
    }
  }
}
