import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  abortOnSignals,
  createRng,
  DataError,
  disposeTree,
  modelWeights,
  readSafetensors,
  useBackend,
  type Architecture,
  type Tree,
} from '@goal-driven/core';
import { dataFolder, hashFile } from '@goal-driven/formats/files';
import { Augmentation, type ImageModel } from '@goal-driven/stimuli';
import { exitCodes } from '../exitCodes';
import { codeVersion, type CodeVersion } from '../features/codeVersion';
import { extractFeatures } from '../features/extractFeatures';
import { featureFiles } from '../features/FeatureFiles';
import { layerChoices, type LayerChoice } from '../features/layerChoices';
import { openStimuli, type Stimuli } from '../features/openStimuli';
import { requireRoom, writeFeatures } from '../features/writeFeatures';
import type { Io } from '../Io';
import { lookUpBackend } from '../lookUpBackend';
import { lookUp, unknownName } from '../nearest';
import { progressLine } from '../progressLine';
import { namedModels, type NamedModel } from '../registry';
import { UsageError } from '../UsageError';

/** Options of `goal-driven features`. */
export type FeaturesOptions = {
  readonly weights?: string;
  readonly untrained?: number;
  readonly stimuli: string;
  readonly layers: string;
  readonly out: string;
  readonly batch: number;
  readonly float16?: boolean;
  readonly prepare?: string;
  readonly backend?: string;
  readonly cache: boolean;
  readonly json?: boolean;
};

type From = { readonly code?: CodeVersion; readonly models?: { readonly [name: string]: NamedModel } };

/**
 * Extracts the activity of layers for pictures, through a cache of layers; gives the exit code. What is computed is kept
 * under a key of everything that it depends on, so that an interrupted run goes on and a second one computes nothing.
 *
 * @param from which code computes, and the models that there are
 */
export async function features(
  name: string,
  options: FeaturesOptions,
  io: Io,
  { code = codeVersion(), models = namedModels }: From = {},
): Promise<number> {
  const named = lookUp('model', name, models);
  const vision = visionOf(name, named);
  const layers = layerChoices(options.layers);
  const model = modelOf(vision, layers, options);
  const stimuli = await openStimuli(options.stimuli);
  const { signal, release } = abortOnSignals();
  try {
    const { implementation } = await useBackend(
      options.backend === undefined ? undefined : lookUpBackend(options.backend),
    );
    const precision = options.float16 === true ? 'float16' : 'float32';
    requireRoom(options.out, {
      bytes: bytesOf(model, layers, { count: stimuli.count, precision }),
      precision,
    });
    const about = await describe({ name, named, options, model, stimuli, implementation });
    const kept = keptAt({ options, code, about });
    if ('reason' in kept) io.stderr.write(`not kept for a second time: ${kept.reason}\n`);
    const work = { name, options, layers, model, stimuli, signal, about, io };
    try {
      await computeAndWrite(work, kept.folder);
    } finally {
      if ('reason' in kept) rmSync(kept.folder, { recursive: true, force: true });
    }
    const arrays = layers.map((layer) => layer.name);
    io.stdout.write(
      options.json
        ? `${JSON.stringify({ out: options.out, pictures: stimuli.count, arrays, ...about }, undefined, 2)}\n`
        : `${options.out}: ${arrays.join(', ')} for ${stimuli.count} pictures\n`,
    );
    return exitCodes.done;
  } finally {
    stimuli.close();
    release();
  }
}

function visionOf(name: string, { vision }: NamedModel): NonNullable<NamedModel['vision']> {
  if (vision === undefined)
    throw new UsageError(`features: ${name} must see images, got a model that does not`);
  return vision;
}

/** The model with the layers that were asked for, and the preparation that was. */
function modelOf(
  vision: NonNullable<NamedModel['vision']>,
  layers: readonly LayerChoice[],
  { prepare }: FeaturesOptions,
): ImageModel {
  const known = ['logits', ...Object.keys(vision([]).architecture.units)];
  const unknown = layers.find(({ layer }) => !known.includes(layer));
  if (unknown !== undefined) throw unknownName('layer', unknown.layer, known);
  const model = vision([...new Set(layers.map(({ layer }) => layer))]);
  if (prepare === undefined) return model;
  const parsed = Augmentation.safeParse(JSON.parse(readFileSync(prepare, 'utf8')));
  if (!parsed.success)
    throw new DataError(
      `${prepare}: must be a list of steps from picture to input, got\n${parsed.error.message}`,
    );
  return { ...model, preparation: parsed.data };
}

/** How large the layers will be; logits, which are few, are not counted. */
function bytesOf(
  { architecture: { units }, timesteps = 1 }: ImageModel,
  layers: readonly LayerChoice[],
  { count, precision }: { readonly count: number; readonly precision: 'float32' | 'float16' },
): number {
  const rows = layers.map(({ layer, step }) => (units[layer] ?? 0) * (step === undefined ? timesteps : 1));
  return rows.reduce((sum, row) => sum + row, 0) * count * (precision === 'float16' ? 2 : 4);
}

/** Everything that the numbers depend on but the code. */
async function describe({
  name,
  named,
  options: { weights, untrained, float16 },
  model,
  stimuli,
  implementation,
}: {
  readonly name: string;
  readonly named: NamedModel;
  readonly options: FeaturesOptions;
  readonly model: ImageModel;
  readonly stimuli: Stimuli;
  readonly implementation: string;
}) {
  if ((weights === undefined) === (untrained === undefined))
    throw new UsageError('features: one of --weights and --untrained must be given');
  return {
    model: name,
    config: named.config(),
    weights: weights === undefined ? { untrained: untrained! } : { sha256: await hashFile(weights) },
    preparation: model.preparation,
    stimuli: stimuli.hash,
    backend: implementation,
    precision: float16 === true ? ('float16' as const) : ('float32' as const),
  };
}

type About = Awaited<ReturnType<typeof describe>>;

/** The folder of the key, or one beside the output, and why. */
function keptAt({
  options: { out, cache },
  code,
  about,
}: {
  readonly options: FeaturesOptions;
  readonly code: CodeVersion;
  readonly about: About;
}): { readonly folder: string } | { readonly folder: string; readonly reason: string } {
  const beside = `${out}.work`;
  if (!cache || 'unknown' in code) {
    rmSync(beside, { recursive: true, force: true }); // whose code made it nobody can tell
    return { folder: beside, reason: 'unknown' in code ? code.unknown : '--no-cache' };
  }
  const key = createHash('sha256')
    .update(JSON.stringify({ ...about, code: code.key }))
    .digest('hex');
  return { folder: join(dirname(dataFolder()), 'features', key.slice(0, 32)) };
}

type Work = {
  readonly name: string;
  readonly options: FeaturesOptions;
  readonly layers: readonly LayerChoice[];
  readonly model: ImageModel;
  readonly stimuli: Stimuli;
  readonly signal: AbortSignal;
  readonly about: About;
  readonly io: Io;
};

async function computeAndWrite(
  { options, layers, model, stimuli, signal, about, io }: Work,
  folder: string,
): Promise<void> {
  const files = featureFiles(folder, { count: stimuli.count, precision: about.precision });
  const line = progressLine(io.stderr, () => performance.now());
  try {
    const absent = layers.filter(({ name }) => !files.has(name));
    if (absent.length > 0) {
      const trees = treesOf(model, options);
      const onProgress = (done: number) =>
        line.show({ label: 'pictures', done, total: stimuli.count, note: '' });
      try {
        const asked = { stimuli, layers: absent, batchSize: options.batch, signal, onProgress };
        await extractFeatures({ ...model, ...trees }, asked, files);
      } finally {
        disposeTree(trees);
      }
    }
    const arrays = layers.map(({ name }) => name);
    await writeFeatures(options.out, {
      files,
      layers: arrays,
      about: { ...about, arrays, pictures: stimuli.names ?? stimuli.count },
    });
  } finally {
    line.end();
    files.close();
  }
}

/** Parameters from the file, or as drawn from a seed. */
function treesOf(
  { architecture }: ImageModel,
  { weights, untrained }: FeaturesOptions,
): { params: Tree; state: Tree } {
  if (weights === undefined) return architecture.init(createRng(untrained!));
  const { arrays } = readSafetensors(new Uint8Array(readFileSync(weights)), weights);
  return modelWeights(architecture as unknown as Architecture<never>, arrays, weights);
}
