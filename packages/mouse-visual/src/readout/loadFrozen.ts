import {
  adaptiveMaxPool2d,
  ConfigError,
  createPass,
  createRng,
  disposeTree,
  feedForward,
  modelWeights,
  readSafetensors,
  tf,
  type FeedForwardNetwork,
  type Rng,
  type Tensor,
  type Tensor4D,
} from '@goal-driven/core';
import { readTorch } from '@goal-driven/formats';
import { openFile } from '@goal-driven/formats/files';
import { upToLayer } from '../maze/upToLayer';
import { models } from '../models/models';
import { loadProbed } from '../studies/ProbedNetwork';
import type { Encoder } from '../studies/readFeatures';
import { placeTorchWeights } from '../weights/placeTorchWeights';
import type { FrozenEncoder } from './FrozenEncoder';

/** A network that stays as it is, up to the layer that is read. */
export type Frozen = {
  /** The whole of it; what it holds is lent. */
  readonly encoder: Encoder;
  /** Features of an image: [units], or of a map that is pooled [pool, pool, channels]. */
  readonly shape: readonly number[];
  /**
   * Features in evaluation, by running moments and without dropout, with no gradient: no image depends on those beside
   * it. A map is a row of its rows, columns and channels (the original has channels first), unless it is pooled.
   *
   * @param images [B, height, width, 3], as the network sees them
   * @returns [B, ...shape]
   */
  look(images: Tensor4D): Tensor;
  dispose(): void;
};

/**
 * The network of a choice, frozen; what is drawn comes from `rng`. With `pool` the layer is a map, of which each of
 * pool x pool bins gives its greatest value.
 *
 * @throws ConfigError for a layer that there is not, or that is no map to be pooled; DataError and EnvironmentError for
 *   a run or a file that is not what it should be
 */
export async function loadFrozen(
  config: FrozenEncoder,
  { pool, rng }: { readonly pool?: number; readonly rng: Rng },
): Promise<Frozen> {
  const encoder = await load(config, rng);
  try {
    return frozen(encoder, { layer: config.layer, ...(pool !== undefined && { pool }) });
  } catch (error) {
    disposeTree({ params: encoder.params, state: encoder.state });
    throw error;
  }
}

/**
 * A network at hand as `loadFrozen` gives it; `dispose` frees what it holds.
 *
 * @throws ConfigError for a layer that there is not, or that is no map to be pooled
 */
export function frozen(
  encoder: Encoder,
  { layer, pool }: { readonly layer: string | null; readonly pool?: number },
): Frozen {
  const { params, state } = encoder;
  const part = feedForward(upToLayer(encoder.architecture.config, layer));
  const map = mapOf(part);
  if (pool !== undefined && map.length !== 3)
    throw new ConfigError(
      `mouse-visual/linear-readout: the layer must be a map [height, width, channels] to be pooled, got [${map}]`,
    );
  const shape = pool === undefined ? [map.reduce((a, b) => a * b)] : [pool, pool, map[2]!];
  return {
    encoder,
    shape,
    look: (images) =>
      tf.tidy(() => {
        const pass = createPass({ training: false, rng: createRng(0) }); // no chance is taken
        const { output } = part.apply(params, state, { images }, pass);
        const seen =
          pool === undefined ? output : adaptiveMaxPool2d({ size: [pool, pool] }).apply(output as Tensor4D);
        return tf.reshape(seen, [images.shape[0], ...shape]);
      }),
    dispose: () => disposeTree({ params, state }),
  };
}

const mapOf = ({ config, shapes }: FeedForwardNetwork): readonly number[] =>
  shapes[config.output ?? config.nodes.at(-1)!.name]!;

function load(config: FrozenEncoder, rng: Rng): Promise<Encoder> {
  if (config.kind === 'weights') return loadWeights(config);
  return loadProbed({ ...config, name: config.kind, layers: [] }, rng);
}

async function loadWeights({ model, file }: Extract<FrozenEncoder, { kind: 'weights' }>): Promise<Encoder> {
  const named = Object.hasOwn(models, model) ? models[model]! : undefined;
  if (named === undefined)
    throw new ConfigError(
      `mouse-visual/linear-readout: model must be one of ${Object.keys(models).join(', ')}, got ${model}`,
    );
  const architecture = named.architecture();
  const source = await openFile(file);
  try {
    if (file.endsWith('.safetensors')) {
      const { arrays } = readSafetensors(await source.read(0, source.size), file);
      return { architecture, ...modelWeights(architecture as never, arrays, file) };
    }
    const { value } = await readTorch(source, { name: file });
    return { architecture, ...placeTorchWeights(named.model(), value, file) };
  } finally {
    await source.close();
  }
}
