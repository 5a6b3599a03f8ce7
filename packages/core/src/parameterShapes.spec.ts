import { expect, test } from 'vitest';
import type { Architecture } from './Architecture';
import { CellConfig, createCell } from './cells/cells';
import { BatchNorm, batchNorm } from './layers/batchNorm';
import { Dense, dense } from './layers/dense';
import { parameterShapes } from './parameterShapes';
import { createRng } from './Rng';
import { tf } from './tf';
import { countParameters, type Tree } from './tree';

const withInit = (init: Architecture['init']): Architecture => ({
  name: 'test',
  config: {},
  units: {},
  init,
  apply: () => ({ output: tf.zeros([1]), layers: {}, state: {} }),
});

test('the published MEC network has 88,109,568 parameters, counted in no time and no memory', () => {
  const size = 4096;
  const layer = (units: number) => dense(Dense.parse({ units }));
  const cell = createCell(CellConfig.parse({ kind: 'ugrnn', units: size }));
  const network = withInit((rng) => ({
    params: {
      encoder: layer(size).init(512, rng),
      input: layer(size).init(2, rng),
      cell: cell.init(size, rng),
      dense: layer(size).init(size, rng),
      decoder: layer(512).init(size, rng),
    } as Tree,
    state: {},
  }));
  const before = tf.memory();
  const { trainable, total, params } = parameterShapes(network);
  expect(trainable).toBe(88_109_568);
  expect(total).toBe(trainable);
  expect(params['cell/recurrentKernel']).toEqual([4096, 8192]);
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  expect({ numTensors, numBytes, numDataBuffers }).toEqual({
    numTensors: before.numTensors,
    numBytes: before.numBytes,
    numDataBuffers: before.numDataBuffers,
  });
});

test('carried state counts in the total alone, as in the parameters that init draws', () => {
  const norm = withInit((rng) => batchNorm(BatchNorm.parse({ convention: 'torch' })).init(5, rng));
  expect(parameterShapes(norm)).toEqual({
    params: { gamma: [5], beta: [5] },
    state: { mean: [5], variance: [5] },
    trainable: 10,
    total: 20,
  });
  // Afterwards parameters have numbers again.
  const { params, state } = norm.init(createRng(1));
  expect(countParameters(params)).toBe(10);
  tf.dispose([params, state]);
});

test('an init that computes with its parameters is told so, and leaves nothing', () => {
  const before = tf.memory().numTensors;
  const doubled = withInit((rng) => {
    const { kernel } = dense(Dense.parse({ units: 2 })).init(2, rng);
    return { params: { kernel: tf.mul(kernel, 2) }, state: {} };
  });
  expect(() => parameterShapes(doubled)).toThrow('init must make every parameter with an initialiser');
  expect(tf.memory().numTensors).toBe(before);
});
