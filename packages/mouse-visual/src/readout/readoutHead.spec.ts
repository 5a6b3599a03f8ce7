import {
  createPass,
  createRng,
  feedForward,
  leafAt,
  parameterShapes,
  tf,
  useBackend,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { upToLayer } from '../maze/upToLayer';
import { models } from '../models/models';
import { ReadoutHead, readoutHead } from './readoutHead';

await useBackend('cpu');

const linear = ReadoutHead.parse({ kind: 'linear' });
const rotNet = ReadoutHead.parse({ kind: 'rotNet' });

describe('readoutHead', () => {
  // Table 1.7 of the specification and the sizes of "preavgpool" outputs of 1.3.
  it.each([
    ['alexnet_bn_ir_64x64_input_pool_6', 4_097_000],
    ['simplified_mousenet_single_stream_ir', 9_217_000],
    ['simplified_mousenet_dual_stream_visp_3x3_ir', 18_433_000],
    ['resnet18_ir_preavgpool_64x64', 2_049_000],
    ['resnet50_ir_preavgpool_64x64', 8_193_000],
    ['shi_mousenet_vispor5_ir', undefined],
  ])('has the published size on %s', (name, published) => {
    const { config } = models[`mouse-visual/${name}`]!.architecture();
    const { shapes, config: part } = feedForward(upToLayer(config, null));
    const features = shapes[part.output!]!.reduce((a, b) => a * b);
    const { trainable } = parameterShapes(readoutHead(linear, { features: [features], classes: 1000 }));
    expect(trainable).toBe(published ?? (features + 1) * 1000);
  });

  it('starts as published after a pooled map: batch norm that learns nothing, narrow weights, no bias', () => {
    expect(rotNet).toEqual({ kind: 'rotNet', pool: 6 });
    const head = readoutHead(rotNet, { features: [6, 6, 256], classes: 1000 });
    expect(parameterShapes(head).trainable).toBe(9_217_000);
    const few = readoutHead(rotNet, { features: [6, 6, 16], classes: 10 });
    const { params } = few.init(createRng(0));
    const values = [...leafAt(params, 'readout/fc/kernel')!.dataSync()];
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    // 5760 draws: the deviation of a deviation is 1 / sqrt(2 n) of it, .93 %; four of them.
    expect(Math.abs(deviation / Math.sqrt(2 / 10) - 1)).toBeLessThan(0.04);
    expect([...leafAt(params, 'readout/fc/bias')!.dataSync()]).toEqual(Array(10).fill(0));
  });

  it('normalises a map by channel, over images and places', () => {
    const head = readoutHead(ReadoutHead.parse({ kind: 'rotNet', pool: 2 }), {
      features: [1, 2, 1],
      classes: 2,
    });
    const { state } = head.init(createRng(0));
    // Values -3, -1, 1, 3: mean 0, variance 5. Weights [[1, 0], [0, 1]] give them back, normalised.
    const params = { readout: { fc: { kernel: tf.eye(2), bias: tf.zeros([2]) } } };
    const images = tf.tensor4d([-3, -1, 1, 3], [2, 1, 2, 1]);
    const pass = createPass({ training: true, rng: createRng(0) });
    const { output, state: next } = head.apply(params, state, { images }, pass);
    [-3, -1, 1, 3].forEach((value, at) => expect(output.dataSync()[at]).toBeCloseTo(value / Math.sqrt(5), 5));
    // Torch's convention: a tenth of the batch's unbiased variance, 20 / 3, and nine of one.
    expect(leafAt(next, 'readout/bn/variance')!.dataSync()[0]).toBeCloseTo(0.9 + 0.1 * (20 / 3), 5);
  });
});
