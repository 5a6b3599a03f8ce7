import type { Clock } from './Clock';

/**
 * Tells by an observer's own clock how long each sign of life has stayed the same. Clocks of two machines
 * are not compared, nor times of files: a worker is dead when its sign did not change for a lease while the
 * observer was looking.
 *
 * @param lease ms
 */
export function leaseWatch(clock: Clock, lease: number) {
  const seen = new Map<string, { readonly sign: string; readonly since: number }>();
  return {
    /** Whether the holder of `key` has shown the same sign for longer than a lease. */
    isExpired(key: string, sign: string): boolean {
      const now = clock.now();
      const last = seen.get(key);
      if (last === undefined || last.sign !== sign) {
        seen.set(key, { sign, since: now });
        return false;
      }
      return now - last.since > lease;
    },
    forget: (key: string): void => void seen.delete(key),
  };
}
export type LeaseWatch = ReturnType<typeof leaseWatch>;
