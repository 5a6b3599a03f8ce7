import { readFileSync, statSync } from 'node:fs';
import {
  ConfigError,
  DataError,
  ndArray,
  readNpzFile,
  writeFileAtomic,
  writeNpz,
  type NdArray,
  type TypedArray,
} from '@goal-driven/core';
import { z } from 'zod';
import { convertedDataset, positionsOf } from './convertedDataset';
import { datasetCard, type CardFacts } from './datasetCard';
import { CLEAR, type RuleDataset } from './RuleDataset';

const MOST_SAMPLES = 1_000_000;
const META_LIMIT = 256 * 1024 * 1024; // bytes
const text = z.string().max(1000);
const seed = z.number().nullable();

/** The file beside the arrays. */
const MetaFile = z.object({
  format: z.literal('goal-driven/rule-trajectories'),
  version: z.literal(1),
  obs_keys: z.array(text).min(1).max(10_000),
  meta: z
    .array(
      z.object({
        learning_rule: text,
        task: text,
        architecture: text,
        batch_size: z.number(),
        model_seed: seed,
        dataset_seed: seed,
        layer_name: text,
        accuracy: z.number().optional(),
      }),
    )
    .min(1)
    .max(MOST_SAMPLES),
});

const metaPath = (path: string): string => path.replace(/\.npz$/, '.json');

/**
 * Writes trajectories as `<name>.npz` (`X` [samples, T, O]; `X_cat` [samples, T, 3], ones where the layer is early,
 * middle, deep; other views as `X_<view>`), `<name>.json` (`obs_keys` [O], `meta` [samples] with the label in
 * `learning_rule`) and `<name>.md`, a data card.
 *
 * @param path ends in `.npz`
 * @throws ConfigError where it does not
 */
export function writeRuleDataset(path: string, dataset: RuleDataset, facts: CardFacts): void {
  if (!path.endsWith('.npz')) throw new ConfigError(`writeRuleDataset: path must end in .npz, got ${path}`);
  const { views, positions, observables, meta } = dataset;
  const times = Object.values(views)[0]!.shape[1]!;
  const arrays: Record<string, NdArray<TypedArray>> = { X_cat: oneHot(positions, times) };
  for (const [view, table] of Object.entries(views)) arrays[view === CLEAR ? 'X' : `X_${view}`] = table;
  writeFileAtomic(path, writeNpz(arrays, { compress: true }));
  const described = { format: 'goal-driven/rule-trajectories', version: 1, obs_keys: observables, meta };
  writeFileAtomic(metaPath(path), `${JSON.stringify(described)}\n`);
  writeFileAtomic(path.replace(/\.npz$/, '.md'), datasetCard(dataset, facts));
}

/**
 * Reads what `writeRuleDataset` wrote, or what the converter made of the published pickle.
 *
 * @throws DataError for files that are not such, too large, or do not fit each other
 */
export async function readRuleDataset(path: string): Promise<RuleDataset> {
  const arrays = await readNpzFile(path);
  if (arrays['header'] !== undefined) return convertedDataset(path, arrays);
  const { obs_keys: observables, meta } = readMeta(metaPath(path));
  const views: Record<string, NdArray> = {};
  for (const [name, array] of Object.entries(arrays)) {
    if (name !== 'X' && (!name.startsWith('X_') || name === 'X_cat')) continue;
    const { shape, values } = array;
    if (shape.length !== 3 || shape[0] !== meta.length || shape[2] !== observables.length)
      throw new DataError(
        `${path}: ${name} must be [${meta.length}, times, ${observables.length}] as the meta file has it, got [${shape}]`,
      );
    views[name === 'X' ? CLEAR : name.slice(2)] = ndArray(Float64Array.from(values as ArrayLike<number>), [
      ...shape,
    ]);
  }
  if (views[CLEAR] === undefined)
    throw new DataError(`${path}: must hold X, got ${Object.keys(arrays).join(', ')}`);
  return { observables, views, positions: positionsOf(path, arrays['X_cat'], meta.length), meta };
}

function readMeta(path: string): z.output<typeof MetaFile> {
  let json: unknown;
  try {
    const { size } = statSync(path);
    if (size > META_LIMIT) throw new DataError(`${path}: must be at most ${META_LIMIT} bytes, got ${size}`);
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: must be a JSON file beside the arrays, got ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = MetaFile.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DataError(`${path}: must describe trajectories, got\n${z.prettifyError(parsed.error)}`);
}

function oneHot(positions: Int32Array, times: number): NdArray<Uint8Array> {
  const values = new Uint8Array(positions.length * times * 3);
  positions.forEach((position, sample) => {
    for (let time = 0; time < times; time++) values[(sample * times + time) * 3 + position] = 1;
  });
  return ndArray(values, [positions.length, times, 3]);
}
