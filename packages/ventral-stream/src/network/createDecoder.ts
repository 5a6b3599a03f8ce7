import {
  activations,
  ConfigError,
  dense,
  Dense,
  initialize,
  tf,
  type DenseParams,
  type Pass,
  type Rng,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import type { Decoder } from './Decoder';

export type DecoderLayer = {
  /** What is learned of it; an empty tree where nothing is. */
  init(rng: Rng): Tree;
  /** @param z logits [B, timesteps, classes]; @returns [B, classes] */
  apply(params: Tree, z: Tensor3D, pass: Pass): Tensor2D;
};

export type DecoderSize = { readonly timesteps: number; readonly classes: number };

const UNIFORM = { kind: 'randomUniform', low: 0, high: 1 } as const;

/**
 * The layer of a decoder.
 *
 * @throws ConfigError when `conv1d` is given fewer timesteps than its widest filter, 6
 */
export function createDecoder(decoder: Decoder, size: DecoderSize): DecoderLayer {
  switch (decoder.kind) {
    case 'last':
      return fixed((z) => step(z, size.timesteps - 1));
    case 'sum':
      return fixed((z) => tf.sum(z, 1));
    case 'mean':
      return fixed((z) => tf.mean(z, 1));
    case 'maxConfidence':
      return tempered(decoder, (z, beta) => chosen(z, firstGreatest(confidence(z, beta))));
    case 'threshold':
      return tempered(decoder, (z, beta) => chosen(z, firstAbove(confidence(z, beta), decoder.threshold)));
    case 'timeMax':
      return tempered(decoder, (z, beta) =>
        chosenByClass(z, tf.softmax<Tensor3D>(tf.mul<Tensor3D>(z, beta))),
      );
    case 'weightedAverage':
      return tempered(decoder, (z, beta) => weighted(z, overTime(tf.mul(z, beta))));
    case 'confidenceAverage':
      return tempered({ ...decoder, second: true }, (z, beta, second) =>
        weighted(z, overTime(tf.expandDims(tf.mul(confidence(z, beta), second), 2))),
      );
    case 'learnedAverage':
      return learnedAverage(size);
    case 'mlp':
      return perceptron(decoder.units, size);
    case 'conv1d':
      return timeConvolutions(decoder.filters, size);
  }
}

const fixed = (f: (z: Tensor3D) => Tensor2D): DecoderLayer => ({
  init: () => ({}),
  apply: (_params, z) => tf.tidy(() => f(z)),
});

type Tempered = { readonly beta: number; readonly learned: boolean; readonly second?: boolean };

/** Decoders with one temperature, or two; in the tree where they are learned. */
function tempered(
  { beta, learned, second = false }: Tempered,
  f: (z: Tensor3D, beta: Scalar, second: Scalar) => Tensor2D,
): DecoderLayer {
  return {
    init: (rng) => {
      if (!learned) return {};
      const drawn = (name: string) => initialize(UNIFORM, [], { rng: rng.child(name) });
      return { beta: drawn('beta'), ...(second && { beta2: drawn('beta2') }) };
    },
    apply: (params, z) =>
      tf.tidy(() => {
        const named = (name: string) => (params[name] as Scalar | undefined) ?? tf.scalar(beta);
        // An argmax lets no gradient through to beta; the zero lets it be found, with a gradient of 0.
        const first = named('beta');
        return tf.add(f(z, first, named('beta2')), tf.mul(first, 0));
      }),
  };
}

const step = (z: Tensor3D, index: number): Tensor2D =>
  tf.reshape(tf.slice(z, [0, index, 0], [-1, 1, -1]), [z.shape[0], z.shape[2]]);

/** m, [B, timesteps]. */
const confidence = (z: Tensor3D, beta: Scalar): Tensor2D => tf.max(tf.softmax(tf.mul(z, beta)), 2);

/** One-hot [B, timesteps] of the first step with the greatest value. */
const firstGreatest = (m: Tensor2D): Tensor2D =>
  tf.cast(tf.oneHot(tf.argMax<Tensor1D>(m, 1), m.shape[1]), 'float32') as Tensor2D;

function firstAbove(m: Tensor2D, threshold: number): Tensor2D {
  const reached = tf.cast(tf.greaterEqual(m, threshold), 'float32');
  const any = tf.max(reached, 1, true);
  return tf.where(
    tf.tile(tf.cast(any, 'bool'), [1, m.shape[1]]),
    firstGreatest(reached as Tensor2D),
    firstGreatest(m),
  );
}

const chosen = (z: Tensor3D, oneHot: Tensor2D): Tensor2D => tf.sum(tf.mul(z, tf.expandDims(oneHot, 2)), 1);

/** For every class the logit of the step at which `p` [B, timesteps, classes] is greatest. */
function chosenByClass(z: Tensor3D, p: Tensor3D): Tensor2D {
  const [batch, timesteps, classes] = z.shape;
  const best = tf.reshape(tf.argMax(p, 1), [batch * classes]) as Tensor1D;
  const oneHot = tf.reshape(tf.cast(tf.oneHot(best, timesteps), 'float32'), [batch, classes, timesteps]);
  return tf.sum(tf.mul(z, tf.transpose(oneHot, [0, 2, 1])), 1);
}

/** Softmax over the timesteps of [B, timesteps, ..]. */
function overTime<T extends Tensor3D>(x: T): T {
  const raised = tf.exp(tf.sub(x, tf.max(x, 1, true)));
  return tf.div(raised, tf.sum(raised, 1, true));
}

const weighted = (z: Tensor3D, weights: Tensor3D): Tensor2D => tf.sum(tf.mul(z, weights), 1);

function learnedAverage({ timesteps, classes }: DecoderSize): DecoderLayer {
  return {
    init: (rng) => ({ weights: initialize(UNIFORM, [timesteps, classes], { rng: rng.child('weights') }) }),
    apply: (params, z) =>
      tf.tidy(() => {
        const open = tf.sigmoid(params['weights'] as Tensor2D);
        return weighted(z, tf.expandDims(tf.div(open, tf.sum(open, 0, true)), 0));
      }),
  };
}

function perceptron(units: number, { timesteps, classes }: DecoderSize): DecoderLayer {
  const hidden = dense(Dense.parse({ units, activation: 'elu' }));
  const readout = dense(Dense.parse({ units: classes }));
  return {
    init: (rng) => ({
      hidden: hidden.init(timesteps * classes, rng.child('hidden')),
      readout: readout.init(units, rng.child('readout')),
    }),
    apply: (params, z, pass) =>
      tf.tidy(() => {
        const flat = tf.reshape(z, [z.shape[0], timesteps * classes]) as Tensor2D;
        const x = hidden.apply(params['hidden'] as DenseParams, flat, pass.at('hidden'));
        return readout.apply(params['readout'] as DenseParams, x, pass.at('readout'));
      }),
  };
}

const WIDTHS = [2, 3, 4, 5, 6];

/** Each filter sees all classes over some timesteps; elu, then the greatest value over time. */
function timeConvolutions(filters: number, { timesteps, classes }: DecoderSize): DecoderLayer {
  if (timesteps < WIDTHS.at(-1)!)
    throw new ConfigError(
      `createDecoder: conv1d must have ${WIDTHS.at(-1)} timesteps or more, got ${timesteps}`,
    );
  const filter = dense(Dense.parse({ units: filters }));
  const readout = dense(Dense.parse({ units: classes }));
  return {
    init: (rng) => ({
      ...Object.fromEntries(
        WIDTHS.map((width) => [`width${width}`, filter.init(width * classes, rng.child(`width${width}`))]),
      ),
      readout: readout.init(filters * WIDTHS.length, rng.child('readout')),
    }),
    apply: (params, z, pass) =>
      tf.tidy(() => {
        const greatest = WIDTHS.map((width) => {
          const name = `width${width}`;
          const windows = Array.from({ length: timesteps - width + 1 }, (_, start) =>
            tf.reshape(tf.slice(z, [0, start, 0], [-1, width, -1]), [z.shape[0], width * classes]),
          );
          const stacked = tf.stack(windows, 1) as Tensor3D;
          const seen = activations.elu(filter.apply(params[name] as DenseParams, stacked, pass.at(name)));
          return tf.max(seen, 1) as Tensor2D;
        });
        const joined = tf.concat(greatest, 1) as Tensor2D;
        return readout.apply(params['readout'] as DenseParams, joined, pass.at('readout'));
      }),
  };
}
