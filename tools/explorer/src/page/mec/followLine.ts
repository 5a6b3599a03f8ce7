import type { Feed } from './Feed';

/** Vertices of a drawn line, m. */
export type Line = (readonly [number, number])[];

/**
 * An animal that goes along a drawn line in steps of one length, `reach` m, and rests at its end. The line may grow
 * meanwhile. Each step goes straight to the next vertex that is no nearer than a step, so corners are cut by less than
 * one.
 */
export function followLine(line: Line, reach: number): Feed {
  let next = 1; // the vertex that it goes to
  return {
    take(from, count) {
      const positions: number[] = [];
      const headings: number[] = [];
      let [x, y] = [from.x, from.y];
      while (headings.length < count) {
        while (next < line.length && Math.hypot(line[next]![0] - x, line[next]![1] - y) < reach) next++;
        if (next >= line.length) break;
        const [goalX, goalY] = line[next]!;
        const heading = Math.atan2(goalY - y, goalX - x);
        x += reach * Math.cos(heading);
        y += reach * Math.sin(heading);
        positions.push(x, y);
        headings.push(heading);
      }
      return { positions: Float64Array.from(positions), headings: Float64Array.from(headings) };
    },
  };
}

/** A line as text of an address, in whole centimetres: `-20.35_0.40`. */
export const lineText = (line: Line): string =>
  line.map((point) => point.map((metres) => Math.round(100 * metres)).join('.')).join('_');

/** The line of such a text; undefined for a text that is none, or for one that leaves the arena. */
export function lineOf(text: string, contains: (x: number, y: number) => boolean): Line | undefined {
  if (text.length > 4000 || !/^-?\d+\.-?\d+(_-?\d+\.-?\d+)+$/.test(text)) return undefined;
  const line = text.split('_').map((point) => point.split('.').map((value) => Number(value) / 100));
  return line.every(([x, y]) => contains(x!, y!)) ? (line as unknown as Line) : undefined;
}
