import { defineStudy } from '@goal-driven/core';
import { z } from 'zod';
import type { Searcher } from '../search/Searcher';
import type { SearchSpace } from '../SearchSpace';
import { SweepFile } from '../SweepFile';
import type { Sweep } from './plan';

/** A study of one number, which no test of the protocol runs. */
export const countingStudy = defineStudy({
  name: 'test/counting',
  question: 'How many are there?',
  sources: [],
  config: z.strictObject({ x: z.number().default(0) }),
  presets: {},
  run: async function* () {
    // the runners of these tests compute in its place
  },
});

const space: SearchSpace = {
  sample: (rng) => ({ x: rng.uniform(1)[0]! }),
  mutate: (point) => point,
  cross: (one) => one,
  config: (point) => point,
};

/** Points 0, 1, 2 ... whatever comes of them. */
export const everyNumber = (count: number): Searcher => ({
  count,
  suggest: ({ index }) => (index < count ? { point: { x: index } } : 'done'),
});

/** A point after the best of those that ended at least `parallel` suggestions before. */
export const followTheBest = (count: number, parallel: number): Searcher => ({
  count,
  suggest: ({ index, told, rng }) => {
    if (index >= count) return 'done';
    const known = told.slice(0, Math.max(0, index - parallel + 1));
    let best = 0;
    let least = Infinity;
    for (const each of known) {
      if (each === 'open') return 'wait';
      const value = each.objectives?.[0] ?? Infinity;
      if (value < least) [least, best] = [value, each.point['x'] as number];
    }
    return { point: { x: best + rng.uniform(1)[0]! - 0.5 } };
  },
});

/** @param settings of the sweep file, over what all of these tests have */
export const countingSweep = (searcher: Searcher, settings: object = {}): Sweep => ({
  file: SweepFile.parse({
    study: 'test/counting',
    configs: { only: {} },
    objectives: [{ metric: 'cost' }],
    ...settings,
  }),
  study: countingStudy,
  space,
  searcher,
});
