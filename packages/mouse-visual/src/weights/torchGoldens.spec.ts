import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  modelWeights,
  tf,
  useBackend,
  weightShapes,
  type Architecture,
  type FeedForwardNetwork,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { matchWeights } from '@goal-driven/formats';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/forward.json';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { deterministicImage, deterministicWeights } from './_deterministicWeights.fixture';
import { placeTorchWeights } from './placeTorchWeights';
import { torchEntries } from './torchEntries';
import { torchNameMap } from './torchNameMap';

await useBackend('wasm');

// Remade by: /usr/bin/python3 packages/mouse-visual/goldens/forward.py
type Case = (typeof golden.cases)[number] | (typeof golden.convolutions)[number];
const recordedOf = ({ layers }: Case) => Object.keys(layers).filter((layer) => layer !== 'output');

describe.each(golden.cases)('$name', (golden) => {
  const model = MouseModel.parse(golden.model);

  it('has the names of the state_dict, in its order', () => {
    expect(torchEntries(model).map(({ name }) => name)).toEqual(golden.names);
  });

  it('has the activity of PyTorch', () => {
    const network = feedForward({ ...mouseModelConfig(model), record: recordedOf(golden) });
    compare(network, placeTorchWeights(model, deterministicWeights(model)), golden);
  });
});

describe.each(golden.convolutions)('the convolutions of $name', (golden) => {
  const model = MouseModel.parse(golden.model);
  const { nodes, ...rest } = mouseModelConfig(model);
  const network = feedForward({ ...rest, nodes: nodes.slice(0, 1), record: recordedOf(golden) });

  it('have the names of the state_dict, in its order', () => {
    const names = torchEntries(model).map(({ name }) => name);
    expect(names.slice(0, golden.names.length)).toEqual(golden.names);
  });

  it('have the activity of PyTorch', () => {
    const shapes = weightShapes(network as unknown as Architecture);
    const { arrays, missing } = matchWeights(
      deterministicWeights(model, 'features.'),
      torchNameMap(model),
      shapes,
    );
    expect(missing).toEqual([]);
    const weights = modelWeights(network as unknown as Architecture<never>, arrays, 'golden');
    compare(network, weights, golden);
  });
});

/** Holds a network in evaluation against what PyTorch makes of the same image; frees the weights. */
function compare(
  network: FeedForwardNetwork,
  { params, state }: { readonly params: Tree; readonly state: Tree },
  { side, layers }: Case,
): void {
  tf.tidy(() => {
    const images = tf.tensor4d(deterministicImage(side), [1, side, side, 3]);
    const pass = createPass({ training: false, rng: createRng(0) });
    const applied = network.apply(params, state, { images }, pass);
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
}

function channelsFirst(x: Tensor): Float64Array {
  return Float64Array.from((x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]) : x).dataSync());
}
