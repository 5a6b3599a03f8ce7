import { ConfigError, createPass, createRng, Interrupted, tf } from '@goal-driven/core';
import type { Rng, Session, Tensor, Tensor3D, Tensor4D, Tree } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { isFeedForward } from '../graph/isFeedForward';
import { convRnn, type ConvRnn } from '../network/convRnn';
import { STEP_DURATION, type Presentation } from '../network/Presentation';
import type { ImageStream } from '@goal-driven/stimuli';
import { regularBins, timeless } from './TimeBin';
import type { Activity, TimedModel } from './TimedModel';

type Trained = { readonly architecture: ConvRnn; readonly params: Tree; readonly state: Tree };

export type TimedOptions = {
  /** Nodes, from low to high. */
  readonly layers: readonly string[];
  /** Told of progress; its signal is looked at before each batch. */
  readonly session: Session;
  /** How images are shown to a recurrent network, whatever it was trained with; the primate protocol if left out. */
  readonly presentation?: Presentation;
  /** Units of a layer that are kept, drawn without replacement; all where left out or where there are no more. */
  readonly sample?: { readonly units: number; readonly rng: Rng };
};

/**
 * What the layers of a trained network do over time, as benchmarks take it. All is computed now, once for all layers:
 * the network's tensors may go afterwards. A network with neither cells nor feedback is shown the image until all its
 * layers have settled, and has one step for all time.
 *
 * @param images a held-out stream and the batches in which it shows each image once
 * @returns activity [images, timesteps, units] in the order of the stream; step t is `[10 t, 10 t + 10)` ms
 * @throws ConfigError for a layer that there is not, no layers, or a sample of less than one unit; Interrupted
 */
export async function timedNetwork(
  { architecture, params, state }: Trained,
  images: { readonly stream: ImageStream; readonly batches: number },
  { layers, session, presentation = { mode: 'neural', blank: 0.5 }, sample }: TimedOptions,
): Promise<TimedModel> {
  requireOptions(layers, sample?.units);
  const settled = isFeedForward(architecture.config.graph);
  const network = convRnn({
    ...architecture.config,
    record: [...new Set(layers)],
    // Nobody asks for its answer, and this decoder does with any number of timesteps.
    ...{ decoder: { kind: 'last' }, decodeFrom: 'signal', segment: null },
    presentation: settled ? { mode: 'constant', timesteps: architecture.depth } : presentation,
  });
  const kept = new Map(layers.map((layer) => [layer, keptUnits(layer, architecture.units[layer]!, sample)]));
  const parts = new Map(layers.map((layer) => [layer, [] as Float32Array[]]));
  let count = 0;
  for (let index = 0; index < images.batches; index++) {
    if (session.signal.aborted) throw new Interrupted('timedNetwork: interrupted', index);
    session.progress('activity over time', index, images.batches);
    const { batch } = await images.stream.read({ batch: index });
    count += batch.labels.values.length;
    tf.tidy(() => {
      const shown = tf.tensor4d(batch.images.values, batch.images.shape as Tensor4D['shape']);
      const pass = createPass({ training: false, rng: createRng(0) });
      const applied = network.apply(params, state, { images: shown }, pass);
      for (const [layer, own] of parts)
        own.push(Float32Array.from(unitsOf(applied.layers[layer]!, settled, kept.get(layer)).dataSync()));
    });
  }
  const timesteps = settled
    ? timeless
    : regularBins({ count: network.movie.timesteps, width: STEP_DURATION });
  const activities = new Map(
    [...parts].map(([layer, own]) => {
      const units = kept.get(layer)?.length ?? architecture.units[layer]!;
      return [layer, joined(own, [count, timesteps.length, units])] as const;
    }),
  );
  return {
    name: architecture.name,
    layers,
    timesteps,
    activity: async (layer) => {
      const found = activities.get(layer);
      if (found === undefined)
        throw new ConfigError(`timedNetwork: layer must be among ${layers.join(', ')}, got ${layer}`);
      return found;
    },
  };
}

/** Neither a cell nor an arrow back: what a layer says does not change while the image stays. */
function requireOptions(layers: readonly string[], units: number | undefined): void {
  if (layers.length === 0) throw new ConfigError('timedNetwork: layers must be at least 1, got none');
  if (units !== undefined && !(Number.isInteger(units) && units >= 1))
    throw new ConfigError(`timedNetwork: sample.units must be a whole number of at least 1, got ${units}`);
}

/** Which units of a layer are kept, ascending; undefined for all. */
function keptUnits(layer: string, count: number, sample: TimedOptions['sample']): Int32Array | undefined {
  if (sample === undefined || sample.units >= count) return undefined;
  return sample.rng.child(layer).permutation(count).slice(0, sample.units).sort();
}

/** [B, T, ...shape] to [B, T or 1, units kept]; of a settled network the last step alone. */
function unitsOf(output: Tensor, settled: boolean, kept: Int32Array | undefined): Tensor3D {
  const [batch, time] = output.shape as [number, number];
  const flat = tf.reshape(output, [batch, time, -1]) as Tensor3D;
  const shown = settled ? tf.slice(flat, [0, time - 1, 0], [batch, 1, -1]) : flat;
  return kept === undefined ? shown : tf.gather(shown, tf.tensor1d(kept, 'int32'), 2);
}

function joined(parts: readonly Float32Array[], shape: readonly number[]): Activity {
  const values = new Float32Array(shape.reduce((size, axis) => size * axis, 1));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return ndArray(values, shape);
}
