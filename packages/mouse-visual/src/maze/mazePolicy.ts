import {
  createCell,
  createPass,
  CellConfig,
  dense,
  Dense,
  layerNorm,
  LayerNorm,
  ShapeError,
  sizeOf,
  tf,
  type Applied,
  type Architecture,
  type FeedForwardNetwork,
  type Hidden,
  type NormParams,
  type Pass,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';

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

/** What a policy is given. B animals, T steps, A actions, H units. */
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

/** An encoder that is learned with the policy, or the number of features of one that is not. */
export type PolicyEncoder =
  | {
      readonly network: FeedForwardNetwork;
      /** Its first parameters, where it does not begin at random; the caller owns their tensors. */
      readonly start?: () => { params: Tree; state: Tree };
    }
  | { readonly features: number };

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
 * @differs the published agent has a network for the actor and one for the critic; ours, as Mnih's, has one for both
 */
export function mazePolicy(config: MazePolicy, { encoder, actions, rewardScale }: Setting): PolicyNetwork {
  const cell = createCell(config.cell);
  const features = featuresOf(encoder);
  const norm = layerNorm(LayerNorm.parse({}));
  const embed = dense(
    Dense.parse({ units: config.embedding, activation: 'relu', kernelInitializer: { kind: 'heNormal' } }),
  );
  // Nearly even chances at first, so that everything is tried.
  const small = { kind: 'randomNormal', stddev: 0.01 };
  const actor = dense(Dense.parse({ units: actions, kernelInitializer: small }));
  const critic = dense(Dense.parse({ units: 1, kernelInitializer: small }));

  const run: PolicyNetwork['run'] = (params, state, { seen, body, begins, hidden }, pass) =>
    tf.tidy((() => {
      const [batch, steps] = checkInput(body, begins, actions);
      const images = tf.reshape(seen, [batch * steps, ...seen.shape.slice(2)]);
      const { rows, encoderState } = encode(encoder, { params, state, images, pass });
      if (rows.shape[1] !== features)
        throw new ShapeError(`mazePolicy: seen must come to ${features} features, got ${rows.shape[1]}`);
      const scale = tf.tensor2d([...Array<number>(actions).fill(1), rewardScale], [1, actions + 1]);
      const done = tf.mul(tf.reshape(body, [batch * steps, actions + 1]), scale);
      const normed = norm.apply(params['norm'] as NormParams, rows, { shape: [features] });
      const embedded = embed.apply(
        params['embedding'] as never,
        tf.concat([normed, done], 1) as Tensor2D,
        pass.at('embedding'),
      );
      const drives = cell.project(params['cell'] as Tree, embedded, pass.at('cell'));
      const kept = tf.unstack(tf.sub(1, begins), 1).map((column) => tf.reshape(column, [batch, 1]));
      const outputs: Tensor2D[] = [];
      let current = hidden;
      tf.unstack(tf.reshape(drives, [batch, steps, -1]), 1).forEach((drive, step) => {
        const remembered = Object.fromEntries(
          Object.entries(current).map(([name, part]) => [name, tf.mul(part, kept[step]!) as Tensor2D]),
        );
        current = cell.step(params['cell'] as Tree, remembered, drive as Tensor2D, pass.at('cell'));
        outputs.push(cell.output(current));
      });
      const memory = tf.stack(outputs, 1) as Tensor3D;
      const logits = actor.apply(params['actor'] as never, memory, pass.at('actor'));
      const value = critic.apply(params['critic'] as never, memory, pass.at('critic'));
      return {
        output: tf.concat([logits, value], 2),
        layers: { embedding: tf.reshape(embedded, [batch, steps, config.embedding]), memory },
        state: encoderState,
        hidden: current,
      };
    }) as () => never) as ReturnType<PolicyNetwork['run']>; // tidy follows records, which its type does not know

  return {
    name: 'mouse-visual/maze-policy',
    config: {
      ...config,
      actions,
      rewardScale,
      encoder: 'network' in encoder ? encoder.network.config : encoder,
    },
    units: { embedding: config.embedding, memory: cell.units },
    actions,
    initialHidden: (batch) => cell.initialHidden(batch),
    init: (rng) => {
      const own = {
        norm: norm.init([features], rng.child('norm')),
        embedding: embed.init(features + actions + 1, rng.child('embedding')),
        cell: cell.init(config.embedding, rng.child('cell')),
        actor: actor.init(cell.units, rng.child('actor')),
        critic: critic.init(cell.units, rng.child('critic')),
      } as unknown as Tree; // parameters of layers are trees
      if (!('network' in encoder)) return { params: own, state: {} };
      const { params, state } = encoder.start?.() ?? encoder.network.init(rng.child('encoder'));
      return { params: { ...own, encoder: params }, state: { encoder: state } };
    },
    run,
    apply: (params, state, input, pass) => {
      const {
        output,
        layers,
        state: next,
      } = tf.tidy((() => {
        const { hidden: _, ...applied } = run(params, state, input, pass);
        return applied;
      }) as () => never) as Applied;
      return { output, layers, state: next };
    },
  };
}

/** Units that an encoder gives for an image. */
export function featuresOf(encoder: PolicyEncoder): number {
  if (!('network' in encoder)) return encoder.features;
  const { shapes, config } = encoder.network;
  return sizeOf(shapes[config.output ?? config.nodes.at(-1)!.name]!);
}

function encode(
  encoder: PolicyEncoder,
  { params, state, images, pass }: { params: Tree; state: Tree; images: Tensor; pass: Pass },
): { rows: Tensor2D; encoderState: Tree } {
  if (!('network' in encoder)) return { rows: images as Tensor2D, encoderState: {} };
  const still = createPass({ training: false, rng: pass.rng, projector: pass.projector })
    .at('model')
    .at('encoder');
  const own = state['encoder'] as Tree;
  const { output } = encoder.network.apply(params['encoder'] as Tree, own, { images }, still);
  return { rows: tf.reshape(output, [images.shape[0]!, -1]), encoderState: { encoder: own } };
}

function checkInput(body: Tensor3D, begins: Tensor2D, actions: number): [batch: number, steps: number] {
  const [batch, steps] = begins.shape;
  if (String(body.shape) !== String([batch, steps, actions + 1]))
    throw new ShapeError(
      `mazePolicy: body must be [${batch}, ${steps}, ${actions + 1}], got [${body.shape}]`,
    );
  return [batch, steps];
}
