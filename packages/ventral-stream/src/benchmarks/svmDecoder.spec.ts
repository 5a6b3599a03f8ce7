import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import { linearSvm, standardise } from '@goal-driven/metrics';
import { largestDifference, parkMiller, table } from './_arrays.fixture';
import { probabilitiesOf } from './ImageDecoder';
import { SvmDecoder, svmDecoder } from './svmDecoder';

const objects = Int32Array.from({ length: 40 }, (_, image) => image % 4);
const features = ndArray(
  parkMiller(5, [40, 6]).values.map((value, at) => value + (at % 6 === Math.floor(at / 6) % 4 ? 1.5 : 0)),
  [40, 6],
);
const training = { features, objects, count: 4 };
const decode = (options: object, own = training) => svmDecoder(SvmDecoder.parse(options))(own, createRng(1));

describe('probabilitiesOf', () => {
  it('is a softmax over the known objects', () => {
    const { values } = probabilitiesOf(table([[0, Math.log(3)]]), [2, 0], { count: 3 });
    expect(largestDifference(values, [0.75, 0, 0.25])).toBeLessThan(1e-12);
    const sharper = probabilitiesOf(table([[0, Math.log(3)]]), [2, 0], { count: 3, gain: 2 });
    expect(largestDifference(sharper.values, [0.9, 0, 0.1])).toBeLessThan(1e-12);
  });
});

describe('svmDecoder', () => {
  it('is the softmax of the margins of linearSvm on standardised features', () => {
    const { transform } = standardise(features);
    const svm = linearSvm(transform(features), objects, createRng(1), { cost: 0.5 });
    const wanted = probabilitiesOf(svm.scores(transform(features)), svm.classes, { count: 4 });
    expect(decode({ cost: 0.5 })(features)).toEqual(wanted);
  });

  it('is indifferent to a rotation by as many components as there are units, and takes no more than there are', () => {
    const plain = decode({ cost: 0.5 })(features).values;
    for (const components of [6, 1000]) {
      // The minimum is found to a share of 1e-6 of the objective.
      expect(largestDifference(decode({ cost: 0.5, components })(features).values, plain)).toBeLessThan(2e-3);
    }
    expect(largestDifference(decode({ cost: 0.5, components: 1 })(features).values, plain)).toBeGreaterThan(
      0.05,
    );
  });

  it('tells two objects by one margin', () => {
    const two = { features, objects: objects.map((object) => (object % 2 ? 3 : 1)), count: 4 };
    const { values } = decode({}, two)(features);
    for (let image = 0; image < 40; image++) {
      const [zero, one, , three] = values.subarray(4 * image, 4 * image + 4);
      expect([zero, one! + three!]).toEqual([0, expect.closeTo(1, 12) as number]);
    }
    const right = objects.filter((object, image) => values[4 * image + (object % 2 ? 3 : 1)]! > 0.5).length;
    expect(right).toBeGreaterThan(30);
  });
});
