import {
  createPass,
  createRng,
  Interrupted,
  ndArray,
  sizeOf,
  tf,
  type FeedForwardNetwork,
  type NdArray,
  type Session,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import type { ImageStream } from '@goal-driven/stimuli';
import type { TrainingConfig } from './TrainingConfig';

/** The name of what the network gives out, whatever node that is. */
export const OUTPUT = 'output';

/** Activities of layers for images, and what these show. */
export type FeatureSet = {
  /** By layer, [images, units]. */
  readonly features: { readonly [layer: string]: NdArray };
  /** [images] */
  readonly labels: Int32Array;
};

type Reading = {
  readonly stream: ImageStream;
  readonly batches: number;
  readonly layers: readonly string[];
  /** What is kept of a map; all of it where left out. */
  readonly places?: TrainingConfig['readout']['places'];
  readonly session: Session;
  readonly label: string;
};

/** A network with its parameters. */
export type Encoder = {
  readonly architecture: FeedForwardNetwork;
  readonly params: Tree;
  readonly state: Tree;
};

/**
 * What layers of networks make of the first images of a stream, in evaluation; each image is made once for all of them.
 * Layers are flattened as they are stored: rows, columns, channels; or the mean of all places, channels.
 *
 * @returns for each encoder, under its name
 * @throws Interrupted when the session is
 */
export async function readFeatures(
  encoders: { readonly [name: string]: Encoder },
  { stream, batches, layers, places = 'all', session, label }: Reading,
): Promise<{ readonly [encoder: string]: FeatureSet }> {
  const labels: number[] = [];
  const names = Object.keys(encoders);
  const parts = names.map(() => layers.map((): Float32Array[] => []));
  for (let index = 0; index < batches; index++) {
    if (session.signal.aborted) throw new Interrupted('readFeatures: interrupted', index);
    session.progress(label, index, batches);
    const { batch } = await stream.read({ batch: index });
    for (const [which, name] of names.entries()) {
      const activity = activityOf(encoders[name]!, batch.images, { layers, places });
      for (const [place, tensor] of activity.entries()) {
        parts[which]![place]!.push((await tensor.data()) as Float32Array);
        tensor.dispose();
      }
    }
    labels.push(...batch.labels.values);
  }
  const setOf = (which: number): FeatureSet => ({
    features: Object.fromEntries(
      layers.map((layer, place) => [layer, joined(parts[which]![place]!, labels.length)] as const),
    ),
    labels: Int32Array.from(labels),
  });
  return Object.fromEntries(names.map((name, which) => [name, setOf(which)]));
}

/** Activities of layers, [B, ...] each, or of a map [B, channels]. */
const activityOf = (
  { architecture, params, state }: Encoder,
  { values, shape }: NdArray<Float32Array>,
  { layers, places }: Required<Pick<Reading, 'layers' | 'places'>>,
): Tensor[] =>
  tf.tidy(() => {
    const images = tf.tensor(values, [...shape]);
    const pass = createPass({ training: false, rng: createRng(0) });
    const applied = architecture.apply(params, state, { images }, pass);
    // A layer that is its input again, or the output, would be freed twice.
    return layers.map((layer) => {
      const activity = layer === OUTPUT ? applied.output : applied.layers[layer]!;
      return places === 'mean' && activity.rank === 4 ? tf.mean(activity, [1, 2]) : tf.clone(activity);
    });
  });

function joined(parts: readonly Float32Array[], rows: number): NdArray {
  const values = new Float64Array(sizeOf([parts.reduce((sum, { length }) => sum + length, 0)]));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return ndArray(values, [rows, values.length / rows]);
}
