import {
  CellConfig,
  createCell,
  Dense,
  dense,
  runSequence,
  tf,
  type Architecture,
  type Cell,
  type DenseParams,
  type Hidden,
  type Layers,
  type Pass,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import type { PathIntegrationInput } from './pathIntegrationTask';

const Activation = z.enum(['linear', 'tanh', 'sigmoid', 'relu']);

/** What a study chooses; the size of the code follows from its place cells. */
export const NetworkChoice = z
  .strictObject({
    cell: z
      .enum(['ugrnn', 'gru', 'lstm', 'srnn', 'rnn'])
      .default('ugrnn')
      .meta({ description: 'Recurrent cell; srnn is a simple RNN in three layers, rnn the same in one' }),
    activation: Activation.default('relu').meta({
      description: 'Nonlinearity of the cell and of the dense layer',
    }),
    units: z.int().positive().default(4096).meta({ description: 'Units of each hidden layer, Ng' }),
  })
  .meta({
    title: 'Path-integrating network',
    source: 'Nayebi et al. 2021, three-layer template; Sorscher et al. 2019 (rnn)',
  });

export const PathIntegrationNetwork = NetworkChoice.extend({
  code: z.int().positive().default(512).meta({
    description: 'Size of the code of the start and of the output: place cells, or 2 for positions',
  }),
}).meta({
  title: 'Path-integrating network',
  source: 'Nayebi et al. 2021, three-layer template; Sorscher et al. 2019 (rnn)',
});
export type PathIntegrationNetwork = z.output<typeof PathIntegrationNetwork>;

/**
 * Integrates velocity from the place code of a starting position (row vectors, `x W + b`):
 *
 *     s = E p + e                 the initial state, linear in the code of the start
 *     u_k = M v_k + m
 *     r_k = cell(u_k, r_{k-1})    layer pre_g; of the LSTM the output h
 *     g_k = act(D r_k + d)        layer g
 *     o_k = O g_k + b             layer dc: logits over place cells, or the position
 *
 * `rnn` has one hidden layer and no biases: `g_k = act(v_k K + g_{k-1} R)`, and no `pre_g`.
 *
 * @source Nayebi et al. 2021, public code; other cells as described in Schaeffer et al. 2022's copy of it
 * @differs the UGRNN's joint weight is stored in two, `cell/kernel` and `cell/recurrentKernel`
 */
export function pathIntegrationNetwork(config: PathIntegrationNetwork): Architecture<PathIntegrationInput> {
  const { units, code, activation } = config;
  const parts = partsOf(config);
  const layered = config.cell !== 'rnn';
  return {
    name: `mec/${config.cell}-${activation}`,
    config,
    units: layered ? { pre_g: units, g: units, dc: code } : { g: units, dc: code },
    init: (rng) => {
      const encoders = Object.fromEntries(
        parts.encoders.map((name) => [name, parts.encoder.init(code, rng.child(name))]),
      );
      const cell = parts.cell.init(layered ? units : 2, rng.child('cell'));
      const decoder = parts.decoder.init(units, rng.child('decoder'));
      if (!layered) return { params: { ...encoders, cell, decoder }, state: {} };
      const M = parts.input.init(2, rng.child('M'));
      const dense = parts.dense.init(units, rng.child('dense'));
      return { params: { ...encoders, M, cell, dense, decoder }, state: {} };
    },
    apply: (params, state, input, pass) => ({ ...applyNetwork(parts, params, { ...input, pass }), state }),
  };
}

/** The layers of a network; what `rnn` does without is described here and never made. */
function partsOf(config: PathIntegrationNetwork) {
  const { units, code, activation } = config;
  const layered = config.cell !== 'rnn';
  return {
    layered,
    encoders: config.cell === 'lstm' ? ['encoder1', 'encoder2'] : ['encoder'],
    encoder: dense(Dense.parse({ units, bias: layered })),
    input: dense(Dense.parse({ units })),
    cell: cellOf(config),
    dense: dense(Dense.parse({ units, activation })),
    decoder: dense(Dense.parse({ units: code, bias: layered })),
  };
}

function cellOf({ cell, activation, units }: PathIntegrationNetwork): Cell {
  const kind = cell === 'srnn' || cell === 'rnn' ? 'simpleRnn' : cell;
  const bias = kind !== 'simpleRnn';
  return createCell(CellConfig.parse({ kind, units, activation, bias }));
}

function applyNetwork(
  parts: ReturnType<typeof partsOf>,
  params: Tree,
  { velocity, start, pass }: PathIntegrationInput & { readonly pass: Pass },
): { output: Tensor; layers: Layers } {
  return tf.tidy(() => {
    const run = (name: string, layer: ReturnType<typeof dense>, x: Tensor): Tensor =>
      layer.apply(params[name] as DenseParams, x, pass.at(name));
    const encoded = parts.encoders.map((name) => run(name, parts.encoder, start) as Tensor2D);
    const hidden: Hidden = { rates: encoded[0]!, ...(encoded[1] === undefined ? {} : { cell: encoded[1] }) };
    const inputs = parts.layered ? (run('M', parts.input, velocity) as Tensor3D) : velocity;
    const sequence = { inputs, hidden, pass: pass.at('cell') };
    const { outputs } = runSequence(parts.cell, params['cell'] as Tree, sequence);
    const g = parts.layered ? run('dense', parts.dense, outputs) : outputs;
    const dc = run('decoder', parts.decoder, g);
    return { output: dc, layers: parts.layered ? { pre_g: outputs, g, dc } : { g, dc } };
  });
}
