import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { Axis } from './Axis';
import { axisImportance } from './axisImportance';
import { boxSpace } from './boxSpace';
import type { Point } from './SearchSpace';
import type { TrialRow } from './TrialRow';

const row = (
  index: number,
  point: Point,
  objectives: readonly number[],
  more: Partial<TrialRow> = {},
): TrialRow => ({
  index,
  id: `id${index}`,
  point,
  seed: 1,
  state: 'finished',
  objectives,
  seconds: 1,
  attempts: 1,
  worker: 'w',
  ...more,
});
const parse = (axes: readonly object[]) => axes.map((axis) => Axis.parse(axis));
const axes = parse([
  { path: 'cell', choices: ['a', 'b', 'c'] },
  { path: 'rate', low: 1e-4, high: 1, scale: 'log' },
  { path: 'units', low: 1, high: 4, integer: true },
  { path: 'idle', low: 0, high: 1 },
]);

/** y = effect of cell (-1, 0, 1) + log10 rate + (units - 2.5)^2 + noise of deviation 0.5. */
function sampled(count: number, seed: number): TrialRow[] {
  const rng = createRng(seed);
  const noise = rng.child('noise').normal(count);
  return Array.from({ length: count }, (_, index) => {
    const point = boxSpace(axes).sample(rng.child(index));
    const cell = ['a', 'b', 'c'].indexOf(point['cell'] as string) - 1;
    const units = ((point['units'] as number) - 2.5) ** 2;
    return row(index, point, [cell + Math.log10(point['rate'] as number) + units + 0.5 * noise[index]!]);
  });
}

describe('axisImportance', () => {
  // Variances: cell 2/3; log10 rate, uniform over 4 decades, 16/12; units 1 ((0.25, 2.25) at random); noise 1/4.
  const total = 2 / 3 + 4 / 3 + 1 + 1 / 4;
  const known = [2 / 3 / total, 4 / 3 / total, 1 / total, 0];

  it('recovers the known shares of an additive function', () => {
    const shares = axisImportance(sampled(4000, 1), axes);
    expect(shares.map(({ axis, groups, n }) => [axis, groups, n])).toEqual([
      ['cell', 3, 4000],
      ['rate', 10, 4000],
      ['units', 4, 4000],
      ['idle', 10, 4000],
    ]);
    shares.forEach(({ share }, at) => expect(Math.abs(share - known[at]!)).toBeLessThan(0.03));
  });

  it('is not biased towards axes with many groups in few trials', () => {
    const idle = Array.from(
      { length: 100 },
      (_, seed) => axisImportance(sampled(50, seed + 1), axes)[3]!.share,
    );
    const mean = idle.reduce((sum, share) => sum + share, 0) / idle.length;
    // Uncorrected, the mean would be (7 - 1) / (50 - 1) = 0.12; the deviation of a share is about 0.08.
    expect(Math.abs(mean)).toBeLessThan(0.03);
  });

  it('is epsilon squared, as worked by hand', () => {
    const values: [string, number][] = [
      ['a', 1],
      ['a', 3],
      ['b', 5],
      ['b', 7],
    ];
    const rows = values.map(([cell, y], index) => row(index, { cell }, [0, y]));
    // Mean 4, SST 20, SSB 16, SSW 4, k 2, n 4: (16 - 4/2) / 20.
    const [cell] = axisImportance(rows, [axes[0]!], { place: 1 });
    expect(cell).toEqual({ axis: 'cell', share: expect.closeTo(0.7, 12), n: 4, groups: 2 });
  });

  it('bins a range by ranks and keeps equal values together', () => {
    const xs = [0, 0, 0, 0, 0, 0, 1, 2, 100];
    const rows = xs.map((x, index) => row(index, { x: x }, [x === 0 ? 0 : 1]));
    const [axis] = axisImportance(rows, parse([{ path: 'x', low: 0, high: 100 }]));
    // Three bins of three: ranks 0-2, 3-5, 6-8; the six zeros are all in the first.
    expect(axis).toEqual({ axis: 'x', share: expect.closeTo(1, 12), n: 9, groups: 2 });
  });

  it('takes absence for a value, and budgets for an axis', () => {
    const [cell, gate] = parse([
      { path: 'cell', choices: ['a', 'b'] },
      { path: 'gate', low: 0, high: 1, when: { axis: 'cell', is: ['b'] } },
    ]);
    const rows = Array.from({ length: 12 }, (_, index) =>
      row(index, index % 2 === 0 ? { cell: 'a' } : { cell: 'b', gate: index / 12 }, [index % 2], {
        budget: index < 6 ? 1 : 3,
      }),
    );
    const shares = axisImportance(rows, [cell!, gate!]);
    expect(shares.map(({ axis, groups }) => [axis, groups])).toEqual([
      ['cell', 2],
      ['gate', 3],
      ['budget', 2],
    ]);
    expect(shares.map(({ share }) => share)).toEqual([1, 1, expect.closeTo(-0.1, 12)]);
  });

  it('leaves out what has no value and is NaN where there is nothing to explain', () => {
    const rows = [
      row(0, { cell: 'a' }, [1]),
      row(1, { cell: 'b' }, [NaN]),
      row(2, { cell: 'b' }, [3], { state: 'failed' }),
    ];
    expect(axisImportance(rows, [axes[0]!])).toEqual([{ axis: 'cell', share: NaN, n: 1, groups: 1 }]);
    const same = ['a', 'a', 'b', 'b'].map((cell, index) => row(index, { cell }, [2]));
    expect(axisImportance(same, [axes[0]!])[0]!.share).toBeNaN();
    expect(axisImportance([], [axes[0]!])[0]).toEqual({ axis: 'cell', share: NaN, n: 0, groups: 0 });
  });
});
