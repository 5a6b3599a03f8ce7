import {
  ConfigError,
  createPass,
  createRng,
  disposeTree,
  feedForward,
  fromLeaves,
  leafAt,
  leaves,
  tf,
  type FeedForwardConfig,
  type FeedForwardNetwork,
  type Rng,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { mazeFrames, MazeImages } from '@goal-driven/stimuli';
import { createNetwork } from '../studies/NetworkChoice';
import { loadTrainedRun } from '../studies/loadTrainedRun';
import type { Eye } from './createActor';
import type { MazeEncoder } from './MazeEncoder';
import type { MazeGame } from './MazeGame';
import type { PolicyEncoder } from './policyEncoder';
import { normaliseInto } from './perceive';
import { upToLayer } from './upToLayer';

/** What a policy sees through; `dispose` frees its tensors when all is done. */
export type LentEncoder = { readonly encoder: PolicyEncoder; readonly eye?: Eye; dispose(): void };

type Weights = { readonly params: Tree; readonly state: Tree };

/** Images of a walk at random by which features of a frozen encoder are standardised, and how many at a time. */
const [SAMPLES, CHUNK] = [512, 64];

/**
 * The encoder of a config, up to the layer that is read. Of a frozen one each feature is standardised by its mean and
 * deviation over what an animal sees that walks at random in mazes to learn in; a feature that never varies is 0.
 *
 * @throws ConfigError where it sees images of another size than the game shows, and what loading a run throws
 */
export async function createEncoder(config: MazeEncoder, game: MazeGame, rng: Rng): Promise<LentEncoder> {
  const found = await source(config, rng.child('network'));
  try {
    return encoderOf(found, config, game);
  } finally {
    found.release();
  }
}

/**
 * A network at hand as an encoder, up to a layer; its tensors stay the caller's, and what is lent are copies.
 *
 * @throws ConfigError as `createEncoder`
 */
export const lendEncoder = (
  { architecture, params, state }: Weights & { readonly architecture: FeedForwardNetwork },
  config: Reading,
  game: MazeGame,
): LentEncoder =>
  encoderOf(
    { whole: architecture.config, weightsOf: (part) => keepOnly(part, { params, state }) },
    config,
    game,
  );

type Reading = Pick<MazeEncoder, 'layer' | 'frozen'>;

function encoderOf(
  { whole, weightsOf }: Pick<Source, 'whole' | 'weightsOf'>,
  config: Reading,
  game: MazeGame,
): LentEncoder {
  const { pixels } = game.view;
  if (String(whole.input) !== String([pixels, pixels, 3]))
    throw new ConfigError(
      `createEncoder: the encoder must see [${pixels}, ${pixels}, 3], as the game shows, got [${whole.input}]`,
    );
  const network = feedForward(upToLayer(whole, config.layer));
  const weights = weightsOf(network);
  if (!config.frozen) {
    const start = () => ({ params: copied(weights.params), state: copied(weights.state) });
    return { encoder: { network, start }, dispose: () => disposeTree({ ...weights }) };
  }
  const look = (images: Tensor4D): Tensor2D => {
    const pass = createPass({ training: false, rng: createRng(0) });
    const { output } = network.apply(weights.params, weights.state, { images }, pass);
    return tf.reshape(output, [images.shape[0], -1]);
  };
  const { mean, deviation } = standards(look, game);
  return {
    encoder: { features: mean.size },
    eye: (images) => tf.tidy(() => tf.div(tf.sub(look(images), mean), deviation) as Tensor2D),
    dispose: () => disposeTree({ ...weights, mean, deviation }),
  };
}

/** A network, and the parameters that a part of it has. */
type Source = {
  readonly whole: FeedForwardConfig;
  /** What is drawn depends on its name alone, so that a part is drawn as in the whole. */
  weightsOf(part: FeedForwardNetwork): Weights;
  /** Frees what was loaded. */
  release(): void;
};

async function source(config: MazeEncoder, rng: Rng): Promise<Source> {
  if (config.kind === 'random')
    return {
      whole: createNetwork(config.network).config,
      weightsOf: (part) => drawn(part, rng),
      release: () => undefined,
    };
  const { network, rng: theirs } = await loadTrainedRun(config.run);
  const { architecture, params, state } = network;
  return {
    whole: architecture.config,
    weightsOf: (part) =>
      config.untrained
        ? drawn(part, theirs.child('train').child('model'))
        : keepOnly(part, { params, state }),
    release: () => disposeTree({ params, state }),
  };
}

const drawn = (network: FeedForwardNetwork, rng: Rng): Weights =>
  tf.tidy((() => network.init(rng)) as () => never) as Weights; // tidy follows records, which its type does not know

const copied = (tree: Tree): Tree =>
  fromLeaves(leaves(tree).map(({ path, tensor }) => ({ path, tensor: tf.clone(tensor) })));

/** Copies of the parameters and the state that a part of a network has. */
function keepOnly(network: FeedForwardNetwork, weights: Weights): Weights {
  const structure = drawn(network, createRng(0));
  try {
    const kept = (part: Tree, from: Tree): Tree =>
      fromLeaves(leaves(part).map(({ path }) => ({ path, tensor: tf.clone(leafAt(from, path)!) })));
    return { params: kept(structure.params, weights.params), state: kept(structure.state, weights.state) };
  } finally {
    disposeTree({ ...structure });
  }
}

/** Mean and standard deviation of each feature, [F]. */
function standards(look: Eye, game: MazeGame): { readonly mean: Tensor1D; readonly deviation: Tensor1D } {
  const { world, view, radius } = game;
  const { image } = mazeFrames(
    MazeImages.parse({ kind: 'maze', world, view, walk: { radius }, images: SAMPLES, steps: 32, stride: 8 }),
  );
  const { pixels } = view;
  return tf.tidy(() => {
    const rows: Tensor2D[] = [];
    for (let first = 0; first < SAMPLES; first += CHUNK) {
      const values = new Float32Array(CHUNK * pixels * pixels * 3);
      for (let index = 0; index < CHUNK; index++)
        normaliseInto(values, index * pixels * pixels * 3, image(first + index).values);
      rows.push(tf.tidy(() => look(tf.tensor4d(values, [CHUNK, pixels, pixels, 3]))));
    }
    const { mean, variance } = tf.moments(tf.concat(rows), 0);
    const varies = tf.greater(variance, 1e-12);
    return {
      mean: mean as Tensor1D,
      deviation: tf.where(varies, tf.sqrt(variance), tf.onesLike(variance)) as Tensor1D,
    };
  });
}
