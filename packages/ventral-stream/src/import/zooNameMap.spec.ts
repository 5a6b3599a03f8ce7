import {
  createPass,
  createRng,
  leaves,
  modelWeights,
  tf,
  weightShapes,
  type Architecture,
} from '@goal-driven/core';
import { completeWeights, matchWeights, type StoredArray } from '@goal-driven/formats';
import { describe, expect, it } from 'vitest';
import { hashedVariable } from '../models/_hashedWeights.fixture';
import { createPublished } from '../models/createPublished';
import { publishedModels, type PublishedName } from '../models/publishedModels';
import { publishedParams } from '../models/publishedParams';
import { publishedVariables } from '../models/publishedVariables';
import { zooNameMap } from './zooNameMap';

const small = { scale: { size: 64, classes: 4, width: 0.05 } };
const one = (value: number): StoredArray => ({ values: Float32Array.of(value), shape: [1], dtype: 'F32' });

/** A checkpoint of a network of this size, with weights that their names determine. */
function checkpoint(name: PublishedName) {
  const network = createPublished(name, small);
  const variables = publishedVariables(network).map(({ name: variable, shape, parts }) => {
    const stored: StoredArray = { ...hashedVariable(variable, shape, parts.length > 0), dtype: 'F32' };
    return [`tnn_model/${variable}`, stored] as const;
  });
  const others = {
    global_step: { values: BigInt64Array.of(7n), shape: [], dtype: 'I64' } as const,
    [`${variables[0]![0]}/Momentum`]: variables[0]![1],
    'tnn_model/probs/softmax_beta': one(1),
    'tnn_model/alpha/softmax_beta': one(1),
    'tnn_model/normalize/softmax_beta': one(name.endsWith('tmaxconf') ? 0.25 : 1),
    ...(name.endsWith('dthresh') && { 'tnn_model/decoder_threshold': one(0.9) }),
  };
  const shapes = weightShapes(network as unknown as Architecture);
  return { network, shapes, file: { ...Object.fromEntries(variables), ...others } };
}

describe('zooNameMap', () => {
  it.each(Object.keys(publishedModels) as PublishedName[])(
    'accounts for all of a checkpoint of %s',
    (name) => {
      const { network, shapes, file } = checkpoint(name);
      const match = matchWeights(file, zooNameMap(network), shapes);
      expect(match.rows.filter(({ status }) => status !== 'matched' && status !== 'ignored')).toEqual([]);
      expect(match.missing).toEqual([]);
      expect(match.complete).toBe(true);
      if (name.endsWith('tmaxconf')) expect([...match.arrays['decoder/beta']!.values]).toEqual([0.25]);
    },
  );

  it('gives the parameters that publishedParams gives, whose networks have the published answers', () => {
    for (const name of ['rgc_shallow', 'lstm_shallow', 'rgc_intermediate'] as const) {
      const { network, shapes, file } = checkpoint(name);
      const arrays = completeWeights(matchWeights(file, zooNameMap(network), shapes), name);
      const variables = new Map(publishedVariables(network).map((variable) => [variable.name, variable]));
      const expected = publishedParams(network, (variable) =>
        hashedVariable(variable, variables.get(variable)!.shape, variables.get(variable)!.parts.length > 0),
      );
      const { params, state } = modelWeights(network, arrays, name);
      const numbers = (tree: typeof params) =>
        leaves(tree).map(({ path, tensor }) => [path, tensor.dataSync()]);
      expect(numbers(params)).toEqual(numbers(expected));
      const { output } = tf.tidy(() => {
        const images = tf.zeros<tf.Rank.R4>([1, 64, 64, 3]);
        const pass = createPass({ training: false, rng: createRng(0) });
        return { output: network.apply(params, state, { images }, pass).output.shape };
      });
      expect(output).toEqual([1, 4]);
      for (const { tensor } of [...leaves(params), ...leaves(expected)]) tensor.dispose();
    }
  });

  it('refuses a fixed decay that is not 0, and names what it does not know', () => {
    const { network, shapes, file } = checkpoint('rgc_shallow');
    const changed = { ...file, 'tnn_model/conv1/memory_decay': one(0.5), 'tnn_model/conv1/other': one(0) };
    const match = matchWeights(changed, zooNameMap(network), shapes);
    const bad = match.rows.filter(({ status }) => status === 'wrong' || status === 'left over');
    expect(bad.map(({ source, note }) => [source, note])).toEqual([
      ['tnn_model/conv1/memory_decay', 'must be 0 (a decay that is not learned), got 0.5'],
      ['tnn_model/conv1/other', 'no rule knows it'],
    ]);
    expect(match.complete).toBe(false);
  });
});
