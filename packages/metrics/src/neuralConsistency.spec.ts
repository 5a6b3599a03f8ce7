import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ndArray, readNpz, type NdArray } from '@goal-driven/core/arrays';
import type { MapFitter } from './LinearMap';
import { neuralConsistency, type ConsistencyTerms } from './neuralConsistency';
import { pls } from './pls';
import { ridge } from './ridge';

const shared = process.env['GOAL_DRIVEN_SHARED'];
const read = (file: string) => readFileSync(join(shared!, 'fixtures', 'metrics', file));
type Expected = Record<string, Record<keyof ConsistencyTerms, number[][][]>>;

describe('neuralConsistency', () => {
  const options = { halves: 3, splits: 2, trainFraction: 0.5, seed: 1234 };
  const maps: Record<string, MapFitter> = {
    pls5: (x, y) => pls(x, y, { components: 5 }),
    ridge1: (x, y) => ridge(x, y, { alpha: 1 }),
  };

  for (const [map, fit] of Object.entries(maps)) {
    for (const [kind, source] of [
      ['model', 'features'],
      ['animal', 'source'],
    ] as const) {
      const claim = `agrees with brainmodel_utils to 1e-6, ${map} from ${kind}, every term, half, split and site`;
      it.skipIf(shared === undefined)(claim, () => {
        const inputs = readNpz(read('consistency_inputs.npz')) as Record<string, NdArray>;
        const expected = JSON.parse(String(read('consistency_expected.json'))) as Expected;
        const { test } = neuralConsistency(inputs[source]!, inputs.target!, { ...options, map: fit });
        for (const [term, reference] of Object.entries(expected[`${map}_${kind}`]!)) {
          const ours = test[term as keyof ConsistencyTerms].values;
          reference
            .flat(2)
            .forEach((value, index) => expect(Math.abs(ours[index]! - value)).toBeLessThan(1e-6));
        }
      });
    }
  }

  it('names stimulus sets that differ', () => {
    const target = ndArray(
      new Float64Array(24).map((_, i) => i % 5),
      [2, 6, 2],
    );
    expect(() =>
      neuralConsistency(ndArray(new Float64Array(10), [5, 2]), target, { ...options, map: maps.ridge1! }),
    ).toThrow(/6 stimuli of target, got 5/);
  });
});
