import type { Clock } from '../protocol/Clock';

export type Skew = {
  /** What the clock shows at the beginning, ms. */
  readonly offset: number;
  /** Its seconds per true second. */
  readonly rate: number;
};

/** Time that passes as fast as the work in it is done. Everything that sleeps on its clocks wakes in order. */
export function virtualTime() {
  let now = 0;
  let count = 0;
  const queue = heap();
  return {
    /** True time, ms. */
    now: () => now,
    /** A clock, which may run fast, slow or off. */
    clock({ offset, rate }: Skew = { offset: 0, rate: 1 }): Clock {
      return {
        now: () => offset + rate * now,
        date: () => new Date(Math.round(offset + now)),
        sleep: (milliseconds, signal) =>
          new Promise((resolve) => {
            if (signal?.aborted) return resolve();
            const wake = () => {
              signal?.removeEventListener('abort', wake);
              resolve();
            };
            signal?.addEventListener('abort', wake);
            queue.push({ at: now + milliseconds / rate, order: count++, wake });
          }),
      };
    },
    /**
     * Lets time pass until `work` is done.
     *
     * @throws Error where it waits for what nothing will bring
     */
    async pass<T>(work: Promise<T>): Promise<T> {
      let isOver = false;
      const end = () => (isOver = true);
      work.then(end, end);
      for (;;) {
        await settled();
        if (isOver) return work;
        const next = queue.pop();
        if (next === undefined)
          throw new Error('virtualTime: the work must end, got one that waits for nothing');
        now = next.at;
        next.wake();
      }
    },
  };
}
export type VirtualTime = ReturnType<typeof virtualTime>;

/** After all that can go on without time passing has gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

type Timer = { readonly at: number; readonly order: number; readonly wake: () => void };

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap of timers, the earliest first. */
function heap() {
  const items: Timer[] = [];
  const swap = (a: number, b: number) => ([items[a], items[b]] = [items[b]!, items[a]!]);
  return {
    push(timer: Timer): void {
      items.push(timer);
      for (let at = items.length - 1; at > 0;) {
        const above = (at - 1) >> 1;
        if (!isBefore(items[at]!, items[above]!)) return;
        swap(at, above);
        at = above;
      }
    },
    pop(): Timer | undefined {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let at = 0; ;) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < items.length && isBefore(items[child]!, items[least]!)) least = child;
        }
        if (least === at) return first;
        swap(at, least);
        at = least;
      }
    },
  };
}
