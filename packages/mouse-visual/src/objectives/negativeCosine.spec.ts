import { tf, useBackend, valueAndGrad, type Tensor2D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf, unitQ, unitZ } from './_published.fixture';
import { negativeCosine } from './negativeCosine';

await useBackend('cpu');

describe('negativeCosine', () => {
  it('has the published value, and -1 and 1 at its ends', () => {
    expect(numberOf(negativeCosine(unitQ(), unitZ()))).toBeCloseTo(-0.803792, 5);
    expect(numberOf(negativeCosine(unitQ(), tf.mul(unitQ(), 3)))).toBeCloseTo(-1, 5);
    expect(numberOf(negativeCosine(unitQ(), tf.neg(unitQ())))).toBeCloseTo(1, 5);
  });

  it('lets no gradient into its target', () => {
    const { grads } = valueAndGrad(
      (x) => ({ value: negativeCosine(x.prediction as Tensor2D, x.target as Tensor2D), rest: {} }),
      { prediction: tf.tensor2d([[1, 0]]), target: tf.tensor2d([[1, 1]]) },
    );
    expect([...grads.target.dataSync()]).toEqual([0, 0]);
    // -cos(p, [1, 1] / sqrt 2) at p = [1, 0] falls only along the second axis, by 1 / sqrt 2.
    expect(grads.prediction.dataSync()[0]).toBeCloseTo(0, 6);
    expect(grads.prediction.dataSync()[1]).toBeCloseTo(-Math.SQRT1_2, 6);
  });
});
