import { describe, expect, it } from 'vitest';
import golden from '../goldens/readouts.json';
import { affine, dataSets } from './_classifiers.fixture';
import { table } from './_fixtures';
import { nearestClassMean } from './nearestClassMean';
import type { SampleDistance } from './_rowDistances';

describe('nearestClassMean', () => {
  it('by hand: means of the classes, distances to them, the lowest label where they tie', () => {
    const fit = nearestClassMean(
      table([
        [0, 0],
        [2, 0],
        [5, 4],
      ]),
      [9, 9, 2],
    );
    expect([...fit.classes]).toEqual([2, 9]);
    expect([...fit.means.values]).toEqual([5, 4, 1, 0]);
    expect([...fit.scores(table([[1, 0]])).values]).toEqual([-Math.sqrt(32), -0]);
    expect([
      ...fit.predict(
        table([
          [1, 1],
          [4, 4],
          [3, 2],
        ]),
      ),
    ]).toEqual([9, 2, 2]);
  });

  it('by hand: one minus cosine, one minus correlation', () => {
    const means = table([
      [1, 0],
      [0, 1],
    ]);
    const cosines = nearestClassMean(means, [0, 1], { distance: 'cosine' }).scores(table([[3, 4]]));
    expect(cosines.values[0]).toBeCloseTo(0.6 - 1, 14);
    expect(cosines.values[1]).toBeCloseTo(0.8 - 1, 14);
    const correlations = nearestClassMean(means, [0, 1], { distance: 'correlation' }).scores(table([[7, 4]]));
    expect([...correlations.values].map((value) => Math.round(1e12 * value) / 1e12)).toEqual([-0, -2]);
  });

  it.each(golden.centroid)(
    'agrees with NearestCentroid: $data, $distance (goldens/readouts.py)',
    ({ data, distance, predicted }) => {
      const { features, labels } = dataSets[data]!;
      const fit = nearestClassMean(features, labels, { distance: distance as SampleDistance });
      expect([...fit.predict(features)]).toEqual(predicted);
    },
  );

  it('is indifferent to gain and offset of all features together, by correlation', () => {
    const { features, labels } = dataSets['wide']!;
    const moved = affine(features, Array<number>(40).fill(3), Array<number>(40).fill(20));
    const [one, other] = [features, moved].map((samples) =>
      nearestClassMean(samples, labels, { distance: 'correlation' }).predict(samples),
    );
    expect(other).toEqual(one);
  });

  it('names what does not fit', () => {
    const opposite = table([
      [1, 0],
      [-1, 0],
      [2, 1],
    ]);
    expect(() => nearestClassMean(opposite, [0, 0, 1], { distance: 'cosine' })).toThrow(
      /each row of the class means must differ from 0 for the cosine distance, got row 0/,
    );
    expect(() => nearestClassMean(opposite, [0, 0])).toThrow(
      /nearestClassMean: labels must be as many as the 3/,
    );
    expect(() => nearestClassMean(opposite, [0, 0, 1]).predict(table([[1]]))).toThrow(
      /2 columns as in fitting/,
    );
  });
});
