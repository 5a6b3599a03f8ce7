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
  readonly session: Session;
  readonly label: string;
};

/**
 * What layers of a network make of the first images of a stream, in evaluation. Layers are flattened as they are stored:
 * rows, columns, channels.
 *
 * @throws Interrupted when the session is
 */
export async function readFeatures(
  { architecture, params, state }: { architecture: FeedForwardNetwork; params: Tree; state: Tree },
  { stream, batches, layers, session, label }: Reading,
): Promise<FeatureSet> {
  const labels: number[] = [];
  const parts: Record<string, Float32Array[]> = Object.fromEntries(layers.map((layer) => [layer, []]));
  for (let index = 0; index < batches; index++) {
    if (session.signal.aborted) throw new Interrupted('readFeatures: interrupted', index);
    session.progress(label, index, batches);
    const { batch } = await stream.read({ batch: index });
    const activity = tf.tidy((() => {
      const images = tf.tensor(batch.images.values, [...batch.images.shape]);
      const pass = createPass({ training: false, rng: createRng(0) });
      const applied = architecture.apply(params, state, { images }, pass);
      return Object.fromEntries(
        layers.map((layer) => [layer, layer === OUTPUT ? applied.output : applied.layers[layer]!]),
      );
    }) as () => never) as Record<string, Tensor>; // tidy follows records, which its type does not know
    for (const layer of layers) {
      parts[layer]!.push((await activity[layer]!.data()) as Float32Array);
      activity[layer]!.dispose();
    }
    labels.push(...batch.labels.values);
  }
  const features = Object.fromEntries(
    layers.map((layer) => [layer, joined(parts[layer]!, labels.length)] as const),
  );
  return { features, labels: Int32Array.from(labels) };
}

function joined(parts: readonly Float32Array[], rows: number): NdArray {
  const values = new Float64Array(sizeOf([parts.reduce((sum, { length }) => sum + length, 0)]));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return ndArray(values, [rows, values.length / rows]);
}
