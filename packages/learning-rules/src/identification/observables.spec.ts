import { readFileSync } from 'node:fs';
import { createRng, ndArray, ShapeError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { isClear, Obfuscation, obfuscate, seenUnits } from './obfuscate';
import {
  activityObservables,
  ADMISSIBLE,
  changeObservables,
  layerChange,
  measureOf,
  OBSERVABLES,
  weightObservables,
} from './observables';
import { nearestRank, tensorStatistics } from './tensorStatistics';

type Packed = { readonly shape: number[]; readonly values: number[] };
/** Made by goldens/observables.py: numpy and scipy in double precision, from the definitions. */
const golden = JSON.parse(
  readFileSync(new URL('../../goldens/observables.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly {
    readonly kernel: Packed;
    readonly activity: Packed;
    readonly changes: Packed;
    readonly observables: { readonly [name: string]: number };
  }[];
};
const table = ({ shape, values }: Packed) => ndArray(Float64Array.from(values), shape);
const at = (values: Float64Array, name: string, from = 0) => values[OBSERVABLES.indexOf(name) - from]!;

describe('observables of a layer', () => {
  it.each(golden.cases)('are those of the reference for a kernel $kernel.shape', (one) => {
    const found = [
      ...weightObservables(table(one.kernel)),
      ...activityObservables(table(one.activity)),
      ...changeObservables(one.changes.values),
    ];
    expect(Object.keys(one.observables).toSorted()).toEqual(OBSERVABLES.toSorted());
    OBSERVABLES.forEach((name, index) => {
      const wanted = one.observables[name]!;
      // Double precision against double precision, in another order of additions.
      expect(Math.abs(found[index]! - wanted), name).toBeLessThan(1e-10 * Math.max(1, Math.abs(wanted)));
    });
  });

  it('have 45 names in blocks, of which 24 are always finite', () => {
    expect(OBSERVABLES).toHaveLength(45);
    expect(OBSERVABLES.slice(0, 8)).toEqual(
      ['kurtosis', 'mean', 'median', 'norm', 'skew', 'thirdquartile', 'var']
        .map((name) => `weightabs_${name}`)
        .concat('weightraw_kurtosis'),
    );
    expect(OBSERVABLES.slice(-3)).toEqual(['gradavgabs_id', 'gradavgraw_id', 'gradavgsq_id']);
    const counts = { weight: 0, act: 0, grad: 0 };
    for (const name of ADMISSIBLE) counts[measureOf(name)]++;
    expect(counts).toEqual({ weight: 13, act: 8, grad: 3 });
    expect(OBSERVABLES.filter((name) => ADMISSIBLE.includes(name))).toEqual(ADMISSIBLE);
  });

  it('hold together: variance and norm by the squares, absolute values above the mean', () => {
    const kernel = ndArray(createRng(1).normal(60), [60]);
    const w = weightObservables(kernel);
    expect(at(w, 'weightraw_var')).toBeCloseTo(at(w, 'weightsq_mean') - at(w, 'weightraw_mean') ** 2, 12);
    expect(at(w, 'weightraw_norm') ** 2).toBeCloseTo(60 * at(w, 'weightsq_mean'), 10);
    expect(at(w, 'weightabs_mean')).toBeGreaterThanOrEqual(Math.abs(at(w, 'weightraw_mean')));
    expect(at(w, 'weightsq_median')).toBeCloseTo(at(w, 'weightabs_median') ** 2, 12);
    const positive = ndArray(kernel.values.map(Math.abs), [60]);
    const p = weightObservables(positive);
    expect([...p.subarray(0, 7)]).toEqual([...p.subarray(7, 14)]);
  });

  it('do not depend on the order of units', () => {
    const [order, values] = [createRng(2).permutation(12), createRng(3).normal(36)];
    const moved = values.map((_, index) => values[Math.floor(index / 12) * 12 + order[index % 12]!]!);
    const [a, b] = [values, moved].map((each) => activityObservables(ndArray(each, [3, 12])));
    a!.forEach((value, index) => expect(b![index]).toBeCloseTo(value, 12));
  });

  it('refuse activity without units and changes of no example', () => {
    expect(() => activityObservables(ndArray(new Float64Array(3), [3]))).toThrow(
      'activityObservables: activity must be [examples, ...units], got [3]',
    );
    expect(() => changeObservables([])).toThrow(ShapeError);
  });
});

describe('tensorStatistics', () => {
  it('is what one computes by hand', () => {
    // mean 3, deviations -2 -1 0 3, hence var 14 / 4 and fourth moment (16 + 1 + 81) / 4.
    const { mean, var: variance, kurtosis, norm, median, skew } = tensorStatistics([3, 1, 6, 2]);
    expect([mean, variance, norm]).toEqual([3, 3.5, Math.sqrt(50)]);
    expect(kurtosis).toBeCloseTo(24.5 / 3.5 ** 2, 12);
    // Place 1.5 from the greatest: the even one of 1 and 2, so 6 3 [2] 1.
    expect(median).toBe(2);
    expect(skew).toBeCloseTo(3 / Math.sqrt(3.5), 12);
  });

  it('takes the nearest rank, and of two equally near the even one from the greatest', () => {
    expect(nearestRank([5, 4, 3, 2, 1], 0.5)).toBe(3);
    expect(nearestRank([2, 1], 0.5)).toBe(2); // place 0.5 goes to 0
    expect(nearestRank([6, 5, 4, 3, 2, 1], 0.5)).toBe(4); // place 2.5 goes to 2
    expect(nearestRank([6, 5, 4, 3, 2, 1], 0.75)).toBe(5); // place 1.25
  });

  it('comes to skew 0 and kurtosis 3 for Gaussian numbers', () => {
    const { skew, kurtosis } = tensorStatistics(createRng(4).normal(200_000));
    // Standard errors at this n: skew about 3 * sqrt((pi / 2 - 1) / n) = 0.005, kurtosis sqrt(24 / n) = 0.011.
    expect(Math.abs(skew)).toBeLessThan(0.02);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.05);
  });

  it('has no skew and kurtosis of a constant, and refuses nothing at all', () => {
    const { skew, kurtosis, var: variance } = tensorStatistics([2, 2]);
    expect([skew, kurtosis, variance]).toEqual([NaN, NaN, 0]);
    expect(() => tensorStatistics([])).toThrow('tensorStatistics: values must not be empty, got none');
  });
});

describe('layerChange', () => {
  const reach = [3, -1]; // sums over inputs of a kernel [[1, 0], [2, -1]]
  it('is the sum of the kernel by the outputs for a linear layer, whatever the example', () => {
    const linear = ndArray(new Float64Array(6).fill(1), [3, 2]);
    expect([...layerChange(linear, reach)]).toEqual([1, 1, 1]);
    expect([...layerChange(linear, [6, -2])]).toEqual([2, 2, 2]);
  });
  it('is the masked sum for a rectified one', () => {
    expect([...layerChange(ndArray(Float64Array.from([1, 0, 0, 1]), [2, 2]), reach)]).toEqual([1.5, -0.5]);
  });
  it('refuses a slope of other units', () => {
    expect(() => layerChange(ndArray(new Float64Array(3), [1, 3]), reach)).toThrow(
      'layerChange: slope must be [examples, 2] as reach has outputs, got [1,3]',
    );
  });
});

describe('obfuscate', () => {
  const rows = ndArray(createRng(5).normal(4000), [4, 1000]);
  const clear = Obfuscation.parse({});
  it('sees everything where nothing is in the way, and fewer units of the same order', () => {
    expect(isClear(clear)).toBe(true);
    const half = seenUnits(7, Obfuscation.parse({ share: 0.5 }), createRng(1));
    expect(half).toHaveLength(4); // ceil(3.5)
    expect([...seenUnits(7, clear, createRng(1)).subarray(0, 4)]).toEqual([...half]);
    const seen = obfuscate(rows, clear, { units: Int32Array.of(2, 0), rng: createRng(1) });
    expect([...seen.values]).toEqual(
      [0, 1, 2, 3].flatMap((e) => [2, 0].map((u) => rows.values[1000 * e + u]!)),
    );
  });
  it('adds noise of the size it is told, to a unit the same whoever else is seen', () => {
    const noisy = Obfuscation.parse({ noise: 0.5 });
    const units = Int32Array.from({ length: 1000 }, (_, unit) => unit);
    const rng = createRng(2);
    const all = obfuscate(rows, noisy, { units, rng });
    const { mean, var: variance } = tensorStatistics(all.values.map((value, i) => value - rows.values[i]!));
    // Standard errors 0.5 / sqrt(4000) = 0.008 and 0.25 sqrt(2 / 4000) = 0.0056.
    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.03);
    const few = obfuscate(rows, noisy, { units: units.subarray(5, 6), rng });
    expect([...few.values]).toEqual([5, 1005, 2005, 3005].map((entry) => all.values[entry]!));
  });
  it('refuses what is no table', () => {
    expect(() =>
      obfuscate(ndArray(new Float64Array(2), [2]), clear, { units: new Int32Array(1), rng: createRng(1) }),
    ).toThrow('obfuscate: rows must be [examples, units], got [2]');
  });
});
