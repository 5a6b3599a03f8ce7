import { createRng } from '@goal-driven/core';
import { drawWalks, enclosureOf, simulateWalks, type Arena, type Motion } from '@goal-driven/mec';
import type { Feed, Pose, Steps } from './Feed';

/** Steps that are drawn at once; the same numbers whatever the pace at which they are taken. */
const BLOCK = 256;

/** A rat that forages without end: the walks that networks are trained on, each block going on where the last ended. */
export function forage(arena: Arena, motion: Motion, seed: number): Feed {
  const rng = createRng(seed).child('forage');
  let block = 0;
  let waiting: Steps = { positions: new Float64Array(0), headings: new Float64Array(0) };
  const draw = ({ x, y, heading }: Pose): Steps => {
    const plan = {
      bounds: enclosureOf(arena).bounds,
      enclosure: enclosureOf(arena),
      motion,
      episodes: 1,
      steps: BLOCK,
      start: [x, y] as const,
    };
    const draws = { ...drawWalks(plan, rng.child(block++)), heading: Float64Array.of(heading) };
    const walk = simulateWalks(plan, draws);
    return { positions: walk.positions.subarray(2), headings: walk.headings.subarray(0, BLOCK) };
  };
  return {
    take(from, count) {
      const parts: Steps[] = [];
      let pose = from;
      for (let missing = count; missing > 0;) {
        if (waiting.headings.length === 0) waiting = draw(pose);
        const got = Math.min(missing, waiting.headings.length);
        parts.push({
          positions: waiting.positions.slice(0, 2 * got),
          headings: waiting.headings.slice(0, got),
        });
        waiting = {
          positions: waiting.positions.subarray(2 * got),
          headings: waiting.headings.subarray(got),
        };
        pose = lastPose(parts.at(-1)!);
        missing -= got;
      }
      return joined(parts);
    },
  };
}

/** Where the last of some steps ends; there must be one. */
export const lastPose = ({ positions, headings }: Steps): Pose => ({
  x: positions.at(-2)!,
  y: positions.at(-1)!,
  heading: headings.at(-1)!,
});

const joined = (parts: readonly Steps[]): Steps => ({
  positions: Float64Array.from(parts.flatMap(({ positions }) => [...positions])),
  headings: Float64Array.from(parts.flatMap(({ headings }) => [...headings])),
});
