import {
  createCell,
  CellConfig,
  dense,
  Dense,
  layerNorm,
  LayerNorm,
  ShapeError,
  tf,
  type Applied,
  type Architecture,
  type Hidden,
  type Pass,
  type Rng,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import { encode, featuresOf, type PolicyEncoder } from './policyEncoder';
import { runEpisodes } from './runEpisodes';

export const MazePolicy = z
  .strictObject({
    embedding: z.int().positive().max(4096).default(128).meta({
      description: 'Units that see what the encoder makes, normalised, and what the body did',
      unit: '1',
    }),
    cell: CellConfig.prefault({ kind: 'lstm', units: 128 }).meta({
      description: 'What remembers; actor and critic read it',
    }),
  })
  .meta({
    title: 'Recurrent policy',
    source:
      'Mnih et al. 2016, arXiv:1602.01783: an encoder, a layer of rectifiers, an LSTM, two linear readouts',
  });
export type MazePolicy = z.output<typeof MazePolicy>;

/** What a policy is given. B animals, T timesteps, A actions, H units. */
export type PolicyInput = {
  /** Images [B, T, height, width, 3], normalised; or, where the encoder is frozen, what it made of them, [B, T, F]. */
  readonly seen: Tensor;
  /** [B, T, A + 1]: the last action, one-hot, and the reward that it brought; zeros at the start of an episode. */
  readonly body: Tensor3D;
  /** [B, T], 1 where an episode begins, else 0: nothing is remembered there. */
  readonly begins: Tensor2D;
  /** Before the first step, [B, H] each. */
  readonly hidden: Hidden;
};

/** The policy as an architecture; `output` is [B, T, A + 1], the logits of the actions and then the value. */
export type PolicyNetwork = Architecture<PolicyInput> & {
  readonly actions: number;
  /** Before anything was seen, [B, H] each. */
  initialHidden(batch: number): Hidden;
  /** As `apply`, with what is remembered after the last step. */
  run(params: Tree, state: Tree, input: PolicyInput, pass: Pass): Applied & { readonly hidden: Hidden };
};

type Setting = { readonly encoder: PolicyEncoder; readonly actions: number; readonly rewardScale: number };

/**
 * A policy that remembers. An encoder's batch norms use the moments that are stored, also while it learns, so that an
 * animal acts by the network that is learned.
 *
 * `apply` and `run` throw a ShapeError where their input does not fit.
 *
 * @differs the published agent has a network for the actor and one for the critic; ours, as Mnih's, has one for both
 */
export function mazePolicy(config: MazePolicy, setting: Setting): PolicyNetwork {
  const { encoder, actions, rewardScale } = setting;
  const layers = createLayers(config, setting);
  const { cell } = layers;
  const run: PolicyNetwork['run'] = (params, state, input, pass) =>
    tf.tidy((() => runPolicy(layers, setting, { params, state, input, pass })) as () => never) as Ran;
  return {
    name: 'mouse-visual/maze-policy',
    config: {
      ...config,
      ...{ actions, rewardScale },
      encoder: 'network' in encoder ? encoder.network.config : encoder,
    },
    units: { embedding: config.embedding, memory: cell.units },
    actions,
    initialHidden: (batch) => cell.initialHidden(batch),
    init: (rng) => {
      const own = layers.init(rng);
      if (!('network' in encoder)) return { params: own, state: {} };
      const { params, state } = encoder.start?.() ?? encoder.network.init(rng.child('encoder'));
      return { params: { ...own, encoder: params }, state: { encoder: state } };
    },
    run,
    apply: (params, state, input, pass) =>
      tf.tidy((() => {
        const { output, layers: shown, state: next } = run(params, state, input, pass);
        return { output, layers: shown, state: next };
      }) as () => never) as Applied, // as above
  };
}

type Ran = ReturnType<PolicyNetwork['run']>;
type PolicyLayers = ReturnType<typeof createLayers>;

function createLayers(config: MazePolicy, { encoder, actions }: Setting) {
  const features = featuresOf(encoder);
  const cell = createCell(config.cell);
  const norm = layerNorm(LayerNorm.parse({}));
  const embed = dense(
    Dense.parse({ units: config.embedding, activation: 'relu', kernelInitializer: { kind: 'heNormal' } }),
  );
  // Nearly even chances at first, so that everything is tried.
  const small = { kind: 'randomNormal', stddev: 0.01 };
  const actor = dense(Dense.parse({ units: actions, kernelInitializer: small }));
  const critic = dense(Dense.parse({ units: 1, kernelInitializer: small }));
  return {
    ...{ features, cell, norm, embed, actor, critic },
    init: (rng: Rng) =>
      ({
        norm: norm.init([features], rng.child('norm')),
        embedding: embed.init(features + actions + 1, rng.child('embedding')),
        cell: cell.init(config.embedding, rng.child('cell')),
        actor: actor.init(cell.units, rng.child('actor')),
        critic: critic.init(cell.units, rng.child('critic')),
      }) as unknown as Tree, // parameters of layers are trees
  };
}

type Running = {
  readonly params: Tree;
  readonly state: Tree;
  readonly input: PolicyInput;
  readonly pass: Pass;
};

function runPolicy(
  { features, cell, norm, embed, actor, critic }: PolicyLayers,
  { encoder, actions, rewardScale }: Setting,
  { params, state, input: { seen, body, begins, hidden }, pass }: Running,
): Ran {
  const [batch, timesteps] = checkInput(body, begins, actions);
  const of = (name: string) => params[name] as never; // what `init` made under that name
  const images = tf.reshape(seen, [batch * timesteps, ...seen.shape.slice(2)]);
  const { rows, encoderState } = encode(encoder, { params, state, images, pass });
  if (rows.shape[1] !== features)
    throw new ShapeError(`mazePolicy: seen must come to ${features} features, got ${rows.shape[1]}`);
  const scale = tf.tensor2d([...Array<number>(actions).fill(1), rewardScale], [1, actions + 1]);
  const done = tf.mul(tf.reshape(body, [batch * timesteps, actions + 1]), scale);
  const normed = norm.apply(of('norm'), rows, { shape: [features] });
  const joined = tf.concat([normed, done], 1) as Tensor2D;
  const embedded = embed.apply(of('embedding'), joined, pass.at('embedding'));
  const remembering = { inputs: embedded, begins, hidden, pass: pass.at('cell') };
  const { memory, hidden: next } = runEpisodes(cell, of('cell'), remembering);
  const logits = actor.apply(of('actor'), memory, pass.at('actor'));
  const value = critic.apply(of('critic'), memory, pass.at('critic'));
  return {
    output: tf.concat([logits, value], 2),
    layers: { embedding: tf.reshape(embedded, [batch, timesteps, -1]), memory },
    state: encoderState,
    hidden: next,
  };
}

function checkInput(body: Tensor3D, begins: Tensor2D, actions: number): [batch: number, timesteps: number] {
  const [batch, timesteps] = begins.shape;
  if (String(body.shape) !== String([batch, timesteps, actions + 1]))
    throw new ShapeError(
      `mazePolicy: body must be [${batch}, ${timesteps}, ${actions + 1}], got [${body.shape}]`,
    );
  return [batch, timesteps];
}
