import { readFileSync } from 'node:fs';
import {
  fromLeaves,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { barlowTwins } from './barlowTwins';
import { crossEntropy } from './crossEntropy';
import { depthLoss } from './depthLoss';
import { fourRotations } from './fourRotations';
import { instanceLoss } from './instanceLoss';
import { locationPairs } from './locationPairs';
import { negativeCosine } from './negativeCosine';
import { ntXent } from './ntXent';
import { queueContrast } from './queueContrast';
import { sparseReconstruction } from './sparseReconstruction';
import { unitRows } from './unitRows';
import { vicReg } from './vicReg';

await useBackend('cpu');

// Remade by: /usr/bin/python3 packages/mouse-visual/goldens/objectives.py
type Numbers = { shape: number[]; values: number[] };
type Case = {
  inputs: Record<string, Numbers>;
  loss: number;
  parts: Record<string, number>;
  grads: Record<string, Numbers>;
};
const { cases } = JSON.parse(
  readFileSync(new URL('../../goldens/objectives.json', import.meta.url), 'utf8'),
) as { cases: Record<string, Case> };

type Result = { readonly loss: Scalar; readonly [part: string]: Scalar };
/** Each loss of tensors named as in the golden script. */
const losses: Record<string, (x: Record<string, Tensor>) => Result> = {
  crossEntropy: ({ logits, labels }) => ({ loss: crossEntropy(logits as Tensor2D, labels as Tensor1D) }),
  instance: ({ z, bank, positives, negatives }) =>
    instanceLoss(
      {
        embeddings: unitRows(z as Tensor2D),
        positives: tf.gather(bank as Tensor2D, positives as Tensor1D),
        negatives: tf.gather(bank as Tensor2D, negatives as Tensor2D) as unknown as Tensor3D,
      },
      { images: 1000, temperature: 0.07 },
    ),
  ntXent: ({ z }) => ({ loss: ntXent(z as Tensor2D, 0.1) }),
  queueContrast: ({ q, k, queue }) => ({
    loss: queueContrast({ queries: q as Tensor2D, keys: k as Tensor2D, queue: queue as Tensor2D }, 0.2),
  }),
  simSiam: (x) => {
    const { p1, p2, z1, z2 } = x as Record<string, Tensor2D>;
    return { loss: tf.mul<Scalar>(tf.add(negativeCosine(p1!, z2!), negativeCosine(p2!, z1!)), 0.5) };
  },
  barlowTwins: ({ z1, z2 }) => barlowTwins([z1 as Tensor2D, z2 as Tensor2D], 0.0051),
  vicReg: ({ z1, z2 }) =>
    vicReg([z1 as Tensor2D, z2 as Tensor2D], { invariance: 25, variance: 25, covariance: 1 }),
  rotation: ({ images, kernel }) => {
    const turned = fourRotations(images as Tensor4D);
    const rows = tf.reshape(turned.images, [12, 48]) as Tensor2D;
    return { loss: crossEntropy(tf.matMul(rows, kernel as Tensor2D), turned.turns) };
  },
  location: ({ features, kernel }) => {
    const { pairs, places } = locationPairs(features as Tensor2D);
    return { loss: crossEntropy(tf.matMul(pairs, kernel as Tensor2D), places) };
  },
  sparse: ({ output, target, code }) =>
    sparseReconstruction(
      { output: output!, target: target!, code: code as Tensor2D },
      { sparsity: 5e-4, per: 'element' },
    ),
  depth: ({ prediction, depth }) => ({ loss: depthLoss(prediction!, depth!) }),
};

/** Single precision against double: 1e-5 of the larger of 1 and the value. */
const expectClose = (got: number, wanted: number, what: string) =>
  expect(Math.abs(got - wanted), `${what}: ${got}, wanted ${wanted}`).toBeLessThanOrEqual(
    1e-5 * Math.max(1, Math.abs(wanted)),
  );

describe("PyTorch's losses and gradients", () => {
  it.each(Object.entries(cases))('%s', (name, { inputs, loss, parts, grads }) => {
    const before = tf.memory().numTensors;
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([key, { shape, values }]) => {
        const whole = ['labels', 'positives', 'negatives'].includes(key);
        return [key, tf.tensor(values, shape, whole ? 'int32' : 'float32')];
      }),
    );
    const learned = fromLeaves(Object.keys(grads).map((path) => ({ path, tensor: tensors[path]! })));
    const found = valueAndGrad((tree) => {
      const { loss: value, ...rest } = losses[name]!({ ...tensors, ...tree } as Record<string, Tensor>);
      return { value, rest };
    }, learned);
    expectClose(found.value.dataSync()[0]!, loss, 'loss');
    for (const [part, wanted] of Object.entries(parts))
      expectClose((found.rest as Record<string, Tensor>)[part]!.dataSync()[0]!, wanted, part);
    for (const [key, { shape, values }] of Object.entries(grads)) {
      const grad = (found.grads as Record<string, Tensor>)[key]!;
      expect(grad.shape).toEqual(shape);
      const got = grad.dataSync();
      values.forEach((wanted, at) => expectClose(got[at]!, wanted, `gradient of ${key} at ${at}`));
    }
    for (const tree of [tensors, found.grads, found.rest])
      for (const { tensor } of leaves(tree)) tensor.dispose();
    found.value.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
