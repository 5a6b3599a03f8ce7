import { tf, useBackend, type Tensor2D, type Tensor3D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { numberOf, table, unitZ } from './_published.fixture';
import { instanceLoss, NORMALISATION } from './instanceLoss';
import { unitRows } from './unitRows';

await useBackend('cpu');

describe('instanceLoss', () => {
  it('has the published value', () => {
    expect(10 * NORMALISATION).toBeCloseTo(22.4555753, 6);
    const bank = unitRows(table(10, 3, (c, d) => Math.cos(0.7 * c + 1.1 * d + 0.3 * c * d)));
    const negatives = tf.gather(
      bank,
      tf.tensor2d(
        [
          [0, 1, 2, 4],
          [5, 6, 8, 9],
        ],
        [2, 4],
        'int32',
      ),
    ) as unknown as Tensor3D;
    const { loss, data, noise } = instanceLoss(
      {
        embeddings: tf.slice(unitZ(), 0, 2),
        positives: tf.gather(bank, tf.tensor1d([3, 7], 'int32')),
        negatives,
      },
      { images: 10, temperature: 0.07 },
    );
    expect(numberOf(data)).toBeCloseTo(1.3743095, 5);
    expect(numberOf(noise)).toBeCloseTo(3.084712, 5);
    expect(numberOf(loss)).toBeCloseTo(4.4590215, 5);
  });

  it('has its closed forms at the size of ImageNet', () => {
    const options = { images: 1_281_167, temperature: 0.07 };
    const embeddings = tf.tensor2d([[1, 0]]) as Tensor2D;
    const orthogonal = tf.tile(tf.tensor3d([[[0, 1]]]), [1, 4096, 1]) as Tensor3D;
    const apart = instanceLoss(
      { embeddings, positives: tf.tensor2d([[0, 1]]), negatives: orthogonal },
      options,
    );
    expect(numberOf(apart.data)).toBeCloseTo(9.12686, 5);
    expect(numberOf(apart.noise)).toBeCloseTo(0.5734, 5);
    const alike = instanceLoss({ embeddings, positives: embeddings, negatives: orthogonal }, options);
    expect(numberOf(alike.data)).toBeCloseTo(0.00573, 5);
  });
});
