import {
  runSequence,
  tf,
  type Architecture,
  type dense,
  type DenseParams,
  type Layers,
  type Pass,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { cellDrive, networkParts, startingHidden, type NetworkParts } from './_networkParts';
import type { PathIntegrationNetwork } from './NetworkChoice';
import type { PathIntegrationInput } from './pathIntegrationTask';

/**
 * Integrates velocity from the place code of a starting position (row vectors, `x W + b`):
 *
 *     s = E p + e                 the initial state, linear in the code of the start
 *     u_k = M [v_k, c_k] + m      cues c_k where there are any; `beside` gives u_k = [M v_k + m, c_k]
 *     r_k = cell(u_k, r_{k-1})    layer pre_g; of the LSTM the output h
 *     g_k = act(D r_k + d)        layer g
 *     o_k = O g_k + b             layer dc: logits over place cells, or the position
 *
 * `rnn` has one hidden layer and no biases: `g_k = act([v_k, c_k] K + g_{k-1} R)`, and no `pre_g`; so has
 * `ctrnn`, with biases and a leak. `banino` has no M, a linear g without bias and dropout on it, and says
 * headings too: layer `hdc`.
 *
 * @source Nayebi et al. 2021, public code; other cells as described in Schaeffer et al. 2022's copy of it
 * @differs the UGRNN's joint weight is stored in two, `cell/kernel` and `cell/recurrentKernel`
 */
export function pathIntegrationNetwork(config: PathIntegrationNetwork): Architecture<PathIntegrationInput> {
  const parts = networkParts(config);
  return {
    name: `mec/${config.cell}-${config.activation}`,
    config,
    units: unitsOf(config, parts),
    init: (rng) => {
      const params: Record<string, Tree> = {};
      const add = (name: string, layer: ReturnType<typeof dense> | undefined, inputs: number): void => {
        if (layer !== undefined) params[name] = layer.init(inputs, rng.child(name));
      };
      for (const name of parts.encoders) add(name, parts.encoder, config.code + config.headings);
      add('M', parts.input, parts.mapped);
      params['cell'] = parts.cell.init(parts.driven, rng.child('cell'));
      add('dense', parts.dense, config.units);
      add('decoder', parts.decoder, parts.read);
      add('headingDecoder', parts.headingDecoder, parts.read);
      return { params, state: {} };
    },
    apply: (params, state, input, pass) => ({ ...applyNetwork(parts, params, { ...input, pass }), state }),
  };
}

function unitsOf({ units, code, headings }: PathIntegrationNetwork, parts: NetworkParts) {
  const said = parts.headingDecoder === undefined ? { dc: code } : { dc: code, hdc: headings };
  return parts.dense === undefined ? { g: units, ...said } : { pre_g: units, g: parts.read, ...said };
}

type Applying = PathIntegrationInput & { readonly pass: Pass };

function applyNetwork(
  parts: NetworkParts,
  params: Tree,
  input: Applying,
): { output: Tensor; layers: Layers } {
  return tf.tidy(() => {
    const run = <X extends Tensor>(name: string, layer: ReturnType<typeof dense>, x: X): X =>
      layer.apply(params[name] as DenseParams, x, input.pass.at(name));
    const encoded = parts.encoders.map((name) => run(name, parts.encoder, input.start));
    const inputs = cellDrive(parts, input, (x) => (parts.input === undefined ? x : run('M', parts.input, x)));
    const sequence = { inputs, hidden: startingHidden(parts, encoded), pass: input.pass.at('cell') };
    const { outputs } = runSequence(parts.cell, params['cell'] as Tree, sequence);
    const middle = parts.dense === undefined ? outputs : run('dense', parts.dense, outputs);
    const g = parts.silenced === undefined ? middle : parts.silenced.apply(middle, input.pass.at('dropout'));
    const dc = run('decoder', parts.decoder, g);
    const heads =
      parts.headingDecoder === undefined ? {} : { hdc: run('headingDecoder', parts.headingDecoder, g) };
    return {
      output: dc,
      layers: { ...(parts.dense === undefined ? {} : { pre_g: outputs }), g, dc, ...heads },
    };
  });
}
