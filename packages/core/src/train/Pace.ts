/** How fast a training went, told by the clock of its session. */
export type Pace = {
  /** Updates that were timed: all that this process made but the first, whose batch nothing could read ahead. */
  readonly updates: number;
  /** What they took in all, from asking for the batch to the new parameters, ms. Looks at held-out data not included. */
  readonly total: number;
  /** How much of that the training waited for batches, ms. */
  readonly waiting: number;
};

/** Times updates by a clock in ms; without a clock it tells nothing. */
export function timeUpdates(now: (() => number) | undefined) {
  let [updates, total, waiting] = [-1, 0, 0]; // the first is not counted
  const timed = async <Result>(work: () => Promise<Result>, add: (time: number) => void) => {
    if (now === undefined) return work();
    const begin = now();
    const result = await work();
    if (updates >= 0) add(now() - begin);
    return result;
  };
  return {
    /** A batch that is waited for. */
    batch: <Result>(read: () => Promise<Result>) => timed(read, (time) => (waiting += time)),
    update: async <Result>(make: () => Promise<Result>) => {
      const result = await timed(make, (time) => (total += time));
      updates += 1;
      return result;
    },
    pace: (): Pace | undefined =>
      now === undefined || updates < 1 ? undefined : { updates, total, waiting },
  };
}
