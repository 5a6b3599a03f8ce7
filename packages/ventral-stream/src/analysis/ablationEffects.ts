import { createPass, createRng, ndArray, tf, type NdArray, type Tree } from '@goal-driven/core';
import { DECODER } from '../graph/Graph';
import { createDecoder } from '../network/createDecoder';
import type { Network } from '../network/Network';
import { answerOf, shareRight } from '../task/answers';
import type { Ablation } from './Ablation';
import { requireLabels } from './classLogits';
import type { ImageSet } from './ImageSet';
import { recordLayers } from './recordLayers';

/** How a network answers. */
export type Answers = {
  /** Share of the images whose class has the greatest logit after decoding; NaN where logits are not finite. */
  readonly accuracy: number;
  /** [timesteps from decodeFrom], the same if the logits of that step were the answer. */
  readonly accuracyOverTime: readonly number[];
};

/** How it answers with parts taken away. */
export type AblationEffect = Answers & {
  readonly ablation: Ablation;
  /** [timesteps from decodeFrom], root mean square over images and classes of what the ablation does to the logits. */
  readonly logitChange: readonly number[];
};

/**
 * What it does to a network's answers when arrows or states are taken away in a window of time. Before the signal
 * from the window's first step can have come to the readout nothing changes.
 *
 * @throws ConfigError for an ablation of what is not there, or a label that is no class; ShapeError where there is
 *   not a label for each image
 */
export function ablationEffects(
  network: Network,
  set: ImageSet,
  ablations: readonly Ablation[],
): { readonly intact: Answers; readonly effects: AblationEffect[] } {
  requireLabels(network.architecture, set);
  const intact = read(network, set, []);
  const effects = ablations.map((ablation) => {
    const cut = read(network, set, [ablation]);
    return { ablation, ...answersOf(cut, set.labels), logitChange: distance(cut.logits, intact.logits) };
  });
  return { intact: answersOf(intact, set.labels), effects };
}

/** Logits [N, timesteps, classes] and decoded ones [N, 1, classes]. */
type Readout = { readonly logits: NdArray<Float32Array>; readonly output: NdArray<Float32Array> };

function read(network: Network, set: ImageSet, ablations: readonly Ablation[]): Readout {
  const { compiled, config, decodeFrom } = network.architecture;
  const { name } = compiled.nodes.at(-1)!;
  const logits = recordLayers(network, set, [name], { from: decodeFrom, ablations })[name]!;
  const [count, timesteps, classes] = logits.shape as [number, number, number];
  const decoder = createDecoder(config.decoder, { timesteps, classes });
  const decoded = tf.tidy(() => {
    const pass = createPass({ training: false, rng: createRng(0) }).at(DECODER);
    const z = tf.tensor3d(logits.values, [count, timesteps, classes]);
    return decoder
      .apply((network.params[DECODER] ?? {}) as Tree, z, pass)
      .dataSync<'float32'>()
      .slice();
  });
  return { logits, output: ndArray(decoded, [count, 1, classes]) };
}

function answersOf({ logits, output }: Readout, labels: readonly number[]): Answers {
  return {
    accuracy: accuracyAt(output, labels, 0),
    accuracyOverTime: Array.from({ length: logits.shape[1]! }, (_, step) => accuracyAt(logits, labels, step)),
  };
}

function accuracyAt(
  { values, shape }: NdArray<Float32Array>,
  labels: readonly number[],
  step: number,
): number {
  const [, timesteps, classes] = shape as [number, number, number];
  const answers = labels.map((_, image) => {
    const row = values.subarray(
      (image * timesteps + step) * classes,
      (image * timesteps + step + 1) * classes,
    );
    return answerOf(row);
  });
  return shareRight(labels, answers);
}

/** Root mean square over images and classes of a difference, [timesteps]. */
function distance(one: NdArray<Float32Array>, other: NdArray<Float32Array>): number[] {
  const [count, timesteps, classes] = one.shape as [number, number, number];
  const squares = Array<number>(timesteps).fill(0);
  one.values.forEach((value, index) => {
    squares[Math.floor(index / classes) % timesteps]! += (value - other.values[index]!) ** 2;
  });
  return squares.map((sum) => Math.sqrt(sum / (count * classes)));
}
