import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  tf,
  useBackend,
  type Tensor,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/forward.json';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { deterministicImage, deterministicWeights } from './_deterministicWeights.fixture';
import { placeTorchWeights } from './placeTorchWeights';
import { torchEntries } from './torchEntries';

await useBackend('wasm');

// Remade by: /usr/bin/python3 packages/mouse-visual/goldens/forward.py
describe.each(golden.cases)('$name', ({ model: input, side, names, layers }) => {
  const model = MouseModel.parse(input);

  it('has the names of the state_dict, in its order', () => {
    expect(torchEntries(model).map(({ name }) => name)).toEqual(names);
  });

  it(`has the activity of PyTorch ${golden.torch}`, () => {
    const recorded = Object.entries(layers).filter(([layer]) => layer !== 'output');
    const config = { ...mouseModelConfig(model), record: recorded.map(([layer]) => layer) };
    const { params, state } = placeTorchWeights(model, deterministicWeights(model));
    tf.tidy(() => {
      const images = tf.tensor4d(deterministicImage(side), [1, side, side, 3]);
      const pass = createPass({ training: false, rng: createRng(0) });
      const applied = feedForward(config).apply(params, state, { images }, pass);
      for (const [layer, { sum, squares, first }] of Object.entries(layers)) {
        const values = channelsFirst(layer === 'output' ? applied.output : applied.layers[layer]!);
        const total = values.reduce((all, value) => all + value, 0);
        const rms = Math.sqrt(squares / values.length);
        const norm = Math.sqrt(values.reduce((all, value) => all + value ** 2, 0));
        const elements = first.map((value, index) => Math.abs(values[index]! - value) / rms);
        // Single precision, up to 53 layers deep; seen are 9e-7, 6e-7 and 4e-6, of logits that almost cancel.
        expect(Math.abs(total - sum) / (rms * values.length), `${layer}, mean`).toBeLessThan(2e-6);
        expect(Math.abs(norm / Math.sqrt(squares) - 1), `${layer}, norm`).toBeLessThan(2e-6);
        expect(Math.max(...elements), `${layer}, elements`).toBeLessThan(1e-5);
      }
    });
    disposeTree(params);
    disposeTree(state);
  });
});

function channelsFirst(x: Tensor): Float64Array {
  return Float64Array.from((x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]) : x).dataSync());
}
