import {
  createPass,
  createRng,
  Interrupted,
  tf,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { augment, type FloatImage, type ImageModel } from '@goal-driven/stimuli';
import { UsageError } from '../UsageError';
import type { FeatureFiles } from './FeatureFiles';
import type { LayerChoice } from './layerChoices';
import type { Stimuli } from './openStimuli';

/** A network with its parameters, and the steps from pictures to what it sees. */
export type Extractor = ImageModel & { readonly params: Tree; readonly state: Tree };

/** What is asked of it. */
export type Extraction = {
  readonly stimuli: Stimuli;
  readonly layers: readonly LayerChoice[];
  /** Pictures at once: memory grows with it. */
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
};

/**
 * Shows pictures to a network, batch by batch, and appends the activity of layers to their files; begins where these end.
 *
 * @throws UsageError for a layer or step that there is not; ShapeError for pictures that differ in size once prepared;
 *   Interrupted, after whole batches
 */
export async function extractFeatures(
  { architecture, params, state, preparation, timesteps }: Extractor,
  { stimuli, layers, batchSize, signal, onProgress }: Extraction,
  files: FeatureFiles,
): Promise<void> {
  for (const { name, step } of layers)
    if (step !== undefined && !(timesteps !== undefined && step < timesteps))
      throw new UsageError(
        `features: ${name} must be of ${timesteps === undefined ? 'a network in time, this one has no timesteps' : `one of the timesteps 0 .. ${timesteps - 1}`}`,
      );
  const wanted = layers.map(({ name }) => name);
  const pass = createPass({ training: false, rng: createRng(0) });
  for (let from = files.begun(wanted); from < stimuli.count; from += batchSize) {
    if (signal.aborted)
      throw new Interrupted(`features: interrupted after ${from} of ${stimuli.count} pictures`, from);
    onProgress(from);
    const images = (await stimuli.read(from, from + batchSize)).map((image, index) =>
      augment(image, preparation, createRng(0).child(from + index)),
    );
    const outputs = tf.tidy(() => {
      const shown = stacked(images);
      const { layers: activity } = architecture.apply(params, state, { images: shown }, pass);
      return layers.map(({ layer, step }) => chosen(activity[layer], layer, step));
    });
    for (const [index, output] of outputs.entries()) {
      files.append(wanted[index]!, (await output.data()) as Float32Array, output.shape.slice(1));
      output.dispose();
    }
  }
  files.finish(wanted);
  onProgress(stimuli.count);
}

/** [B, height, width, 3] */
function stacked(images: readonly FloatImage[]): Tensor4D {
  return tf.stack(images.map(({ values, shape }) => tf.tensor(values, [...shape]))) as Tensor4D;
}

/** [B, ...] of one step, or what the layer has; a tensor of its own. */
function chosen(activity: Tensor | undefined, layer: string, step: number | undefined): Tensor {
  if (activity === undefined)
    throw new UsageError(`features: the network must have a layer ${layer}, got none`);
  if (step === undefined) return tf.clone(activity);
  return tf.gather(activity, step, 1);
}
