import {
  activations,
  CellConfig,
  createCell,
  Dense,
  dense,
  Dropout,
  dropout,
  runSequence,
  ShapeError,
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
  const parts = partsOf(config);
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

/** The layers of a network, undefined where it has none, and what each of them is given. */
function partsOf(config: PathIntegrationNetwork) {
  const { units, code, activation, movement, cues, headings } = config;
  const layered = !['rnn', 'ctrnn', 'banino'].includes(config.cell);
  const beside = layered && 'cueInput' in config && config.cueInput === 'beside';
  const shared = config.cell === 'banino' ? { kernelInitializer: { kind: 'varianceScaling' } } : {};
  const bias = config.cell !== 'rnn';
  const bottleneck =
    config.cell === 'banino' ? { units: config.bottleneck, bias: false } : { units, activation };
  const middle = layered || config.cell === 'banino';
  return {
    encoders: config.cell === 'lstm' || config.cell === 'banino' ? ['encoder1', 'encoder2'] : ['encoder'],
    encoder: dense(Dense.parse({ units, bias, ...shared })),
    input: layered ? dense(Dense.parse({ units })) : undefined,
    /** Whether cues go past M, into the cell. */
    beside,
    cues,
    mapped: beside ? movement : movement + cues,
    driven: layered ? units + (beside ? cues : 0) : movement + cues,
    cell: cellOf(config),
    activation,
    dense: middle ? dense(Dense.parse({ ...bottleneck, ...shared })) : undefined,
    silenced: config.dropout > 0 ? dropout(Dropout.parse({ rate: config.dropout })) : undefined,
    read: bottleneck.units,
    decoder: dense(Dense.parse({ units: code, bias, ...shared })),
    headingDecoder:
      config.cell === 'banino' && headings > 0
        ? dense(Dense.parse({ units: headings, ...shared }))
        : undefined,
  };
}
type Parts = ReturnType<typeof partsOf>;

function unitsOf({ units, code, headings }: PathIntegrationNetwork, parts: Parts) {
  const said = parts.headingDecoder === undefined ? { dc: code } : { dc: code, hdc: headings };
  return parts.dense === undefined ? { g: units, ...said } : { pre_g: units, g: parts.read, ...said };
}

function cellOf(config: PathIntegrationNetwork): Cell {
  const { units, activation } = config;
  switch (config.cell) {
    case 'ctrnn':
      return createCell(
        CellConfig.parse({
          kind: 'continuousRnn',
          units,
          activation,
          step: config.step,
          noise: config.noise,
        }),
      );
    case 'banino': {
      const start = { kind: 'varianceScaling' };
      return createCell(
        CellConfig.parse({
          kind: 'lstm',
          units,
          activation,
          kernelInitializer: start,
          recurrentInitializer: start,
        }),
      );
    }
    case 'srnn':
    case 'rnn':
      return createCell(CellConfig.parse({ kind: 'simpleRnn', units, activation, bias: false }));
    default:
      return createCell(CellConfig.parse({ kind: config.cell, units, activation }));
  }
}

type Applying = PathIntegrationInput & { readonly pass: Pass };

function applyNetwork(parts: Parts, params: Tree, input: Applying): { output: Tensor; layers: Layers } {
  return tf.tidy(() => {
    const run = <X extends Tensor>(name: string, layer: ReturnType<typeof dense>, x: X): X =>
      layer.apply(params[name] as DenseParams, x, input.pass.at(name));
    const encoded = parts.encoders.map((name) => run(name, parts.encoder, input.start));
    const inputs = driveOf(parts, input, (x) => (parts.input === undefined ? x : run('M', parts.input, x)));
    const sequence = { inputs, hidden: hiddenOf(parts, encoded), pass: input.pass.at('cell') };
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

/** The hidden state that the code of the start stands for; of a leaky cell it is the potential. */
function hiddenOf({ cell, activation }: Parts, [first, second]: readonly Tensor2D[]): Hidden {
  if (second !== undefined) return { rates: first!, cell: second };
  if ((cell.config as CellConfig).kind !== 'continuousRnn') return { rates: first! };
  return { potential: first!, rates: activations[activation](first!) };
}

/** What drives the cell, [B, T, driven]: velocity and cues on their ways. */
function driveOf(
  { beside, cues: expected }: Parts,
  { velocity, cues }: Applying,
  map: (x: Tensor3D) => Tensor3D,
): Tensor3D {
  const [told, numbers] = [cues?.shape[2] ?? 0, expected];
  if (told !== numbers) {
    throw new ShapeError(
      `pathIntegrationNetwork: cues must be [batch, timesteps, ${numbers}], got ${
        cues === undefined ? 'none' : `[${cues.shape}]`
      }`,
    );
  }
  if (cues === undefined) return map(velocity);
  return beside ? tf.concat([map(velocity), cues], 2) : map(tf.concat([velocity, cues], 2));
}
