import { describe, expect, it } from 'vitest';
import { createRng, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { largestDifference, table, vector } from './_arrays.fixture';
import type { FeatureCourse } from './FeatureCourse';
import type { ImageDecoder } from './ImageDecoder';
import { i1Of, splitSolutionTimes } from './splitSolutionTimes';
import { regularBins } from './TimeBin';

/** Features that are the probabilities themselves. */
const asTheyAre: ImageDecoder = () => (features) => features;

/** Image 0, of object 0, with probability p against object 1; image 1 is told by an even chance. */
const at = (p: number): NdArray =>
  table([
    [p, 1 - p],
    [0.5, 0.5],
  ]);
const courseOf = (shares: readonly number[], sources?: readonly string[]) => {
  const asked: number[] = [];
  const course: FeatureCourse = {
    bins: regularBins({ from: 70, count: shares.length }),
    sources: sources ?? shares.map(String),
    at: (bin) => {
      asked.push(bin);
      return at(shares[bin]!);
    },
  };
  return { course, asked };
};
const objects = Int32Array.of(0, 1);
const split = { train: Int32Array.of(0, 1), test: Int32Array.of(0, 1) };
const how = { decoder: asTheyAre, variant: 'distractors' as const, rng: createRng(0) };
/** I1 of image 0: z(p) - z(1/2), which is z(p). */
const shareOf = {
  '0.2': 0.579259709439103,
  '0.9': 0.8159398746532405,
  '0.5': 0.6914624612740131,
  '1.6': 0.945200708300442,
};
const wobbling = [shareOf['0.2'], shareOf['0.9'], shareOf['0.5'], shareOf['1.6']];

describe('splitSolutionTimes', () => {
  it('draws the line from the best value so far or from the bin before', () => {
    const times = (interpolation: 'highestBelow' | 'previousBin') =>
      splitSolutionTimes(courseOf(wobbling).course, { objects, count: 2, criterion: vector(1.2, 9) }, split, {
        ...how,
        interpolation,
      });
    expect(times('highestBelow')[0]).toBeCloseTo(88.571, 3);
    expect(times('previousBin')[0]).toBeCloseTo(96.364, 3);
    expect(times('previousBin')[1]).toBeNaN();
  });

  it('is the start of the first bin for what meets its criterion there', () => {
    const { course } = courseOf(wobbling);
    const { values } = i1Of.distractors(at(wobbling[0]!), vector(0, 1));
    const problem = { objects, count: 2, criterion: vector(values[0]!, values[1]!) };
    expect([...splitSolutionTimes(course, problem, split, { ...how, interpolation: 'previousBin' })]).toEqual(
      [70, 70],
    );
  });

  it('asks for no more bins once all is solved, which changes no time', () => {
    const criterion = vector(0.8, -9);
    const options = { ...how, interpolation: 'highestBelow' as const };
    const long = courseOf([...wobbling, 0.3, 0.99]);
    const short = courseOf(wobbling.slice(0, 2));
    const times = splitSolutionTimes(long.course, { objects, count: 2, criterion }, split, options);
    expect(times).toEqual(splitSolutionTimes(short.course, { objects, count: 2, criterion }, split, options));
    expect(long.asked).toEqual([0, 1]);
  });

  it('decodes what is the same at several bins once', () => {
    const { course, asked } = courseOf([0.6, 0.6, 0.6], ['low', 'low', 'low']);
    const problem = { objects, count: 2, criterion: vector(2, 2) };
    expect([...splitSolutionTimes(course, problem, split, { ...how, interpolation: 'previousBin' })]).toEqual(
      [NaN, NaN],
    );
    expect(asked).toEqual([0]);
  });

  it('fits to the training images alone', () => {
    const seen: NdArray[] = [];
    const decoder: ImageDecoder = ({ features, objects: own }) => {
      seen.push(features);
      expect([...own]).toEqual([1]);
      return (test) => test;
    };
    const { course } = courseOf([0.6]);
    const parted = { train: Int32Array.of(1), test: Int32Array.of(0) };
    const problem = { objects, count: 2, criterion: vector(0, 0) };
    splitSolutionTimes(course, problem, parted, { ...how, decoder, interpolation: 'previousBin' });
    expect([...seen[0]!.values]).toEqual([0.5, 0.5]);
    expect(() =>
      splitSolutionTimes(course, { ...problem, criterion: vector(0) }, parted, {
        ...how,
        interpolation: 'previousBin',
      }),
    ).toThrow(ShapeError);
  });
});

describe('i1Of', () => {
  const probabilities = table([
    [0.7, 0.2, 0.1],
    [0.4, 0.35, 0.25],
    [0.2, 0.6, 0.2],
    [0.1, 0.3, 0.6],
  ]);

  it('gives the printed values, and others where rates are averaged before', () => {
    const truth = vector(0, 0, 1, 2);
    const printed = [1.82856, 1.059547, 1.090035, 1.416112];
    expect(largestDifference(i1Of.distractors(probabilities, truth).values, printed)).toBeLessThan(5e-7);
    // Image a1: hit rate 1 - (0.222222 + 0.125) / 2, false alarms (0.25 + 0.142857) / 2: z of 0.826389 and 0.196429 by SciPy.
    expect(i1Of.rest(probabilities, truth).values[0]).toBeCloseTo(0.9399909121894655 + 0.8544473986959894, 9);
  });
});
