import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { deterministicWeights } from '../weights/_deterministicWeights.fixture';
import { placeTorchWeights } from '../weights/placeTorchWeights';
import { MouseModel, mouseModelConfig } from './MouseModel';
import { streamEdges } from './StreamNet';

await useBackend('wasm');

const rng = createRng(8);
const config = (options: object) => mouseModelConfig(MouseModel.parse({ kind: 'hourglass', ...options }));
const images = (count: number) =>
  tf.tensor4d(Float32Array.from(rng.child('images').normal(count * 12_288)), [count, 64, 64, 3]);

describe('an hourglass', () => {
  it.each(['single', 'dual', 'six'] as const)('has the arrows of its encoder in reverse: %s', (streams) => {
    const names = config({ streams }).nodes.map(({ name }) => name);
    const arrows = names
      .filter((name) => /^decoder\..*_/.test(name))
      .map((name) => name.slice('decoder.'.length));
    expect(arrows).toEqual(
      streamEdges(streams)
        .map(([source, target]) => `${target}_${source}`)
        .reverse(),
    );
  });

  it('undoes the operations of an arrow, the last first', () => {
    const { nodes } = config({ streams: 'single' });
    const of = (name: string) => nodes.find((node) => node.name === name)!.operations;
    expect(of('decoder.ventral_VISp').map(({ op }) => op)).toEqual([
      'activation', 'batchNorm', 'transposedConv', 'maxUnpool', 'activation', 'batchNorm', 'transposedConv',
    ]); // prettier-ignore
    // 15 pixels of a step of 4 become 64: 14 * 4 + 11 - 4 + 1.
    expect(of('decoder.VISp_input').at(-1)).toMatchObject({
      op: 'transposedConv',
      filters: 3,
      outputPadding: [1, 1],
    });
    expect(of('decoder.VISp_input')[0]).toMatchObject({ op: 'maxUnpool', of: 'input_VISp.3' });
  });

  it('has its code pooled back to the map that it was, exactly, where it has no bottleneck', () => {
    const model = MouseModel.parse({ kind: 'hourglass', streams: 'dual' });
    const { nodes, ...rest } = mouseModelConfig(model);
    const network = feedForward({
      ...rest,
      nodes,
      record: ['VISpor', 'VISam', 'decoder.VISpor', 'decoder.VISam', 'hidden_vec', 'encoder_output'],
    });
    tf.tidy(() => {
      const { params, state } = placeTorchWeights(model, deterministicWeights(model));
      const { output, layers } = network.apply(
        params,
        state,
        { images: images(1) },
        createPass({ training: false, rng }),
      );
      expect(output.shape).toEqual([1, 64, 64, 3]);
      for (const area of ['VISpor', 'VISam'])
        expect(layers[`decoder.${area}`]!.dataSync()).toEqual(layers[area]!.dataSync());
      expect(layers['hidden_vec']!.dataSync()).toEqual(layers['encoder_output']!.dataSync());
      expect(layers['encoder_output']!.shape).toEqual([1, 18_432]);
    });
  });

  it('learns in all its parameters, and leaves nothing behind', () => {
    const { init, apply } = feedForward(config({ streams: 'single', bottleneck: 8 }));
    const before = tf.memory().numTensors;
    const { params, state } = init(rng);
    tf.tidy(() => {
      const input = { images: images(2) };
      const { grads } = valueAndGrad((tree) => {
        const { output } = apply(tree, state, input, createPass({ training: true, rng }));
        return { value: tf.mean<Scalar>(tf.square(tf.sub(output, input.images))), rest: {} };
      }, params);
      const { output, layers } = apply(params, state, input, createPass({ training: false, rng }));
      expect(layers['hidden_vec']!.shape).toEqual([2, 8]);
      expect(tf.min(output).dataSync()[0]).toBeLessThan(0); // no rectifier at the end
      // A bias before a norm of its batch does nothing; all others do.
      const silent = leaves(grads).filter(({ tensor }) => tf.max(tf.abs(tensor)).dataSync()[0]! < 1e-9);
      expect(silent.filter(({ path }) => !path.endsWith('/bias')).map(({ path }) => path)).toEqual([]);
    });
    disposeTree(params);
    disposeTree(state);
    expect(tf.memory().numTensors).toBe(before);
  });
});
