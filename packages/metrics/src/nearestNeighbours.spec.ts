import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/readouts.json';
import { dataSets, freshSamples } from './_classifiers.fixture';
import { largestDifference, parkMiller, table } from './_fixtures';
import { nearestNeighbours, type NearestNeighboursOptions } from './nearestNeighbours';

const { features, labels } = dataSets['three']!;
const line = table([[0], [1], [2], [10]]);

describe('nearestNeighbours', () => {
  it('by hand: counts votes, or weighs them by distance', () => {
    const one = nearestNeighbours(line, [7, 3, 3, 7], { neighbours: 3 });
    expect([...one.predict(table([[0.5]]))]).toEqual([3]);
    expect([...one.probabilities(table([[0.5]])).values]).toEqual([2 / 3, 1 / 3]);
    const weighted = nearestNeighbours(line, [7, 3, 3, 7], { neighbours: 3, weights: 'distance' });
    const shares = weighted.probabilities(table([[0.25]])).values; // votes 4 for 7, 4/3 + 4/7 for 3
    expect(shares[1]).toBeCloseTo(4 / (4 + 4 / 3 + 4 / 7), 14);
    expect([...weighted.predict(table([[0.25]]))]).toEqual([7]);
    expect([...weighted.scores(table([[0]])).values]).toEqual([0, 1]);
  });

  it('gives ties of votes to the lowest label, ties of distance to the first sample', () => {
    const two = nearestNeighbours(line, [7, 3, 3, 7], { neighbours: 2 });
    expect([...two.predict(table([[0.5]]))]).toEqual([3]);
    expect([...nearestNeighbours(line, [7, 3, 3, 7], { neighbours: 1 }).predict(table([[0.5]]))]).toEqual([
      7,
    ]);
    expect([...nearestNeighbours(line, [3, 7, 3, 7], { neighbours: 1 }).predict(table([[1.5]]))]).toEqual([
      7,
    ]);
  });

  it('counts neighbours whose squared distance is beyond doubles', () => {
    const far = nearestNeighbours(table([[0], [1], [2]]), [4, 5, 5], { neighbours: 2 });
    expect([...far.probabilities(table([[1e200]])).values]).toEqual([1 / 2, 1 / 2]);
    const all = nearestNeighbours(table([[0], [1], [2]]), [4, 5, 5], { neighbours: 3 });
    expect([...all.predict(table([[1e200]]))]).toEqual([5]);
  });

  it.each(golden.neighbours)(
    'agrees with scikit-learn: $neighbours by $distance, $weights (goldens/readouts.py)',
    ({ predicted, probabilities, ...options }) => {
      const fit = nearestNeighbours(features, labels, options as NearestNeighboursOptions);
      expect([...fit.predict(freshSamples(5))]).toEqual(predicted);
      expect(largestDifference(fit.probabilities(freshSamples(5)).values, probabilities.flat())).toBeLessThan(
        1e-12,
      );
    },
  );

  it.each(golden.lattice)(
    'agrees with scikit-learn on a lattice full of ties: $neighbours, $weights (goldens/readouts.py)',
    ({ predicted, probabilities, ...options }) => {
      const points = parkMiller(65, [40, 2]);
      const lattice = ndArray(
        points.values.map((value) => Math.floor(4 * value)),
        [40, 2],
      );
      const classes = Array.from({ length: 40 }, (_, sample) => [7, -2, 5][sample % 3]!);
      const others = ndArray(
        lattice.values.slice(0, 20).map((value, index) => value + (index % 2 === 0 ? 0.5 : 0)),
        [10, 2],
      );
      const fit = nearestNeighbours(lattice, classes, options as NearestNeighboursOptions);
      expect([...fit.predict(others)]).toEqual(predicted);
      expect(largestDifference(fit.probabilities(others).values, probabilities.flat())).toBeLessThan(1e-12);
    },
  );

  it('recalls every sample with one neighbour, over more features than it takes in at a time', () => {
    const wide = dataSets['wide']!;
    for (const distance of ['euclidean', 'cosine', 'correlation'] as const) {
      const fit = nearestNeighbours(wide.features, wide.labels, { neighbours: 1, distance });
      expect([...fit.predict(wide.features)]).toEqual([...(wide.labels as Int32Array)]);
    }
  });

  it('names what does not fit', () => {
    for (const neighbours of [0, 5, 1.5]) {
      expect(() => nearestNeighbours(line, [0, 1, 0, 1], { neighbours })).toThrow(
        /neighbours must be an integer in 1 .. 4 \(samples\), got/,
      );
    }
    expect(() => nearestNeighbours(line, [0, 1, 0, 1], { neighbours: 1, distance: 'cosine' })).toThrow(
      /nearestNeighbours: each row of features must differ from 0 for the cosine distance, got row 0/,
    );
    const fit = nearestNeighbours(
      table([
        [1, 2],
        [2, 1],
      ]),
      [0, 1],
      { neighbours: 1, distance: 'correlation' },
    );
    expect(() =>
      fit.predict(
        table([
          [1, 3],
          [0.7, 0.7],
        ]),
      ),
    ).toThrow(
      /nearestNeighbours.predict: each row of features must vary for the correlation distance, got row 1/,
    );
    expect(() => nearestNeighbours(line, [0, 0, 0, 0], { neighbours: 1 })).toThrow(
      /nearestNeighbours: .*got only 0/,
    );
  });
});
