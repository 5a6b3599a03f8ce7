import { createRng, ndArray } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { labels, meta } from './_samples.fixture';
import { familySplits } from './balancedSplits';
import { familyAccuracies, overFamilies } from './familyAccuracies';
import {
  conditionsOf,
  heldOut,
  IdentificationCondition,
  observablesOf,
  type ConditionGroup,
} from './IdentificationCondition';
import type { RuleDataset } from './RuleDataset';

describe('families of networks that start alike', () => {
  /** What is seen of a layer depends on its family and, `told`, on its rule. */
  const dataset = (told: number): RuleDataset => ({
    observables: ['weightabs_mean', 'actabs_mean'],
    views: {
      clear: ndArray(
        Float64Array.from({ length: meta.length * 4 }, (_, at) => {
          const sample = Math.floor(at / 4);
          const { architecture, model_seed: seed } = meta[sample]!;
          return (architecture === 'deep' ? 1 : 2) * (seed! + 1) * ((at % 4) + 1) + told * labels[sample]!;
        }),
        [meta.length, 2, 2],
      ),
      noisy: ndArray(new Float64Array(meta.length * 4), [meta.length, 2, 2]),
    },
    positions: new Int32Array(meta.length),
    meta,
  });
  const condition = IdentificationCondition.parse({
    name: 'all',
    observables: ['weightabs_mean', 'actabs_mean'],
  });
  const tell = (told: number) =>
    familyAccuracies(dataset(told), {
      condition,
      splits: familySplits(meta, 4),
      trees: 10,
      rng: createRng(1),
    });

  it('are told apart where rules show, and are at chance to the digit where their networks are the same', () => {
    const shown = tell(1000);
    expect(shown.map(({ seed }) => seed)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(shown.map(({ accuracy }) => accuracy)).toEqual(Array<number>(8).fill(1));
    // One answer for three networks that look alike: right for one of them, in every layer.
    for (const { accuracy } of tell(0)) expect(accuracy).toBeCloseTo(1 / 3, 12);
    const { value, n, interval } = overFamilies(
      'told',
      shown,
      shown.map((_, index) => index % 2),
    );
    expect([value, n]).toEqual([0.5, 8]);
    // t(0.975, 7) = 2.3646 times sd sqrt(2 / 7) over sqrt(8).
    expect(interval[1] - value).toBeCloseTo((2.364624 * Math.sqrt(2 / 7)) / Math.sqrt(8), 5);
  });

  it('are seen in conditions that follow from the data set', () => {
    const names = (group: ConditionGroup) => conditionsOf(group, dataset(0)).map(({ name }) => name);
    expect(names('measures')).toEqual(['all', 'weight', 'act', 'grad']); // no view by feedback kernels
    expect(names('holdOuts')).toEqual(['without architecture deep', 'without architecture flat']); // one task
    expect(names('views')).toEqual([
      'weight, noisy',
      'weight, clear to noisy',
      'act, noisy',
      'act, clear to noisy',
    ]);
    const [held] = conditionsOf('holdOuts', dataset(0));
    expect(meta.filter(heldOut(held!)!).every(({ architecture }) => architecture === 'deep')).toBe(true);
    expect(observablesOf(conditionsOf('measures', dataset(0))[3]!)).toEqual([
      'gradavgabs_id',
      'gradavgraw_id',
      'gradavgsq_id',
    ]);
  });
});
