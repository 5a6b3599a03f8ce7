import { createPass, createRng, leaves, tf, useBackend, type Tensor4D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { ModelScale } from '../models/ModelScale';
import { convRnn } from '../network/convRnn';
import { ConvRnnConfig } from '../network/ConvRnnConfig';
import { CHAINS } from './connections';
import { genomeGraph } from './genomeGraph';
import { genomeOf } from './genomePoint';
import { genomeSpace } from './genomeSpace';

await useBackend();
const scale = ModelScale.parse({ size: 32, classes: 10, width: 1 / 32 });
const kinds = ['reciprocalGated', 'timeDecay', 'gru', 'lstm'];
const networks = Object.keys(CHAINS).flatMap((chain) => kinds.map((kind) => [chain, kind] as const));

describe('a sampled genome', () => {
  it.each(networks)('%s with %s runs, from images to logits', (chain, kind) => {
    const space = genomeSpace({ keptTo: { 'base.chain': [chain], 'cell.kind': [kind] } });
    const { graph } = genomeGraph(genomeOf(space.sample(createRng(7))), scale);
    const presentation = { mode: 'constant', timesteps: 14 } as const; // three after the deepest readout has seen the image
    const network = convRnn(ConvRnnConfig.parse({ graph, presentation }));
    const before = tf.memory().numTensors;
    const { params, state } = network.init(createRng(1));
    const images = tf.tensor(
      Float32Array.from(createRng(3).uniform(2 * 32 * 32 * 3)),
      [2, 32, 32, 3],
    ) as Tensor4D;
    const { output, layers } = network.apply(
      params,
      state,
      { images },
      createPass({ training: false, rng: createRng(0) }),
    );
    expect(output.shape).toEqual([2, 10]);
    expect(layers['logits']!.shape).toEqual([2, 14 - network.decodeFrom, 10]);
    expect(tf.memory().numTensors).toBe(before + leaves(params).length + 1 + 2);
    for (const tensor of [
      images,
      output,
      ...Object.values(layers),
      ...leaves(params).map((leaf) => leaf.tensor),
    ])
      tensor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
