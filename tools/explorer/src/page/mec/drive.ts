import type { Enclosure } from '@goal-driven/mec';
import type { Feed } from './Feed';

/** Directions of the arrow keys; y is up. */
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** An animal driven by arrow keys. */
export type Driven = Feed & {
  /** Takes a key that is an arrow, and says whether it was one. */
  readonly press: (key: string) => boolean;
  readonly release: (key: string) => void;
  readonly releaseAll: () => void;
};

/** Steps of one length where the arrow keys that are down point; none while it rests, or against a wall. */
export function drive({ contains, blocks }: Enclosure, reach: number): Driven {
  const down = new Set<string>();
  return {
    press: (key) => key in ARROWS && Boolean(down.add(key)),
    release: (key) => void down.delete(key),
    releaseAll: () => down.clear(),
    take(from, count) {
      const sum = [...down].reduce(([x, y], key) => [x + ARROWS[key]![0], y + ARROWS[key]![1]] as const, [
        0, 0,
      ] as readonly [number, number]);
      if (sum[0] === 0 && sum[1] === 0)
        return { positions: new Float64Array(0), headings: new Float64Array(0) };
      const heading = Math.atan2(sum[1], sum[0]);
      const positions: number[] = [];
      let { x, y } = from;
      while (positions.length < 2 * count) {
        const to = [x + reach * Math.cos(heading), y + reach * Math.sin(heading)] as const;
        if (!contains(...to) || blocks([x, y], to)) break;
        positions.push(...to);
        [x, y] = to;
      }
      return {
        positions: Float64Array.from(positions),
        headings: new Float64Array(positions.length / 2).fill(heading),
      };
    },
  };
}
