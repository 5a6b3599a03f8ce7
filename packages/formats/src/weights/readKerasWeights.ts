import { DataError } from '@goal-driven/core/arrays';
import type { SyncSource } from '../SyncSource';
import { hdf5Text } from '../data/hdf5/hdf5Numbers';
import { openHdf5, type Hdf5File } from '../data/hdf5/openHdf5';
import { readZipEntry } from '../zip/readZipEntry';
import { zipDirectory } from '../zip/zipDirectory';
import { DTYPES, type StoredArray } from './StoredArray';
import type { WeightTree } from './WeightTree';

export type KerasWeights = {
  /** `legacy`: layers with lists of weights; `keras3`: groups named after the objects of a model. */
  readonly layout: 'legacy' | 'keras3';
  /** Legacy: `tree[layer][weight]`, names as the file has them (`conv1/kernel:0`); Keras 3: `tree.layers.dense.vars['0']`. */
  readonly value: WeightTree;
  /** Keras 3: the name that its user gave the layer, by the dotted path of the group that holds its variables. */
  readonly names: { readonly [path: string]: string };
};

const WEIGHTS = 'model.weights.h5';
/** HDF5's types of numbers that weights have, and the names of the types of arrays. */
const ELEMENTS = {
  ...{ float64: DTYPES.f8, float32: DTYPES.f4, float16: DTYPES.f2 },
  ...{ int64: DTYPES.i8, int32: DTYPES.i4, int16: DTYPES.i2, int8: DTYPES.i1 },
  ...{ uint64: DTYPES.u8, uint32: DTYPES.u4, uint16: DTYPES.u2, uint8: DTYPES.u1 },
} as const;
/** Parts of a list too long for one attribute: `layer_names0`, `layer_names1`, ... */
const MAX_PARTS = 10_000;

/**
 * Reads the weights of a Keras model: `save_weights` and `save` with `.h5` (Keras 1 and 2), `.weights.h5` and `.keras`
 * (Keras 3). The architecture in the file is not read, and nothing of it is run. Arrays of any shape.
 *
 * @param options.name what errors call the file
 * @throws DataError naming the path within the file, for a file that is of neither layout, lists weights it has not, or
 *   has weights that are no real numbers (bfloat16, which Keras 3 keeps as opaque bytes, is among these)
 * @source Keras, src/legacy/saving/legacy_h5_format.py and src/saving/saving_lib.py
 * @differs weights in several files (`.weights.json`) are not read
 */
export async function readKerasWeights(
  from: Uint8Array | SyncSource,
  { name = 'Keras file' }: { readonly name?: string } = {},
): Promise<KerasWeights> {
  const file = await openHdf5(await weightsOf(from, name), { name });
  try {
    const root = file.kind('/model_weights') === 'group' ? '/model_weights' : '';
    if (listOf(file, root || '/', 'layer_names') !== undefined)
      return { layout: 'legacy', value: legacyTree(file, root), names: {} };
    return keras3Tree(file);
  } finally {
    file.close();
  }
}

/** The file itself, or that of the weights in an archive. */
async function weightsOf(from: Uint8Array | SyncSource, name: string): Promise<Uint8Array | SyncSource> {
  const source = {
    size: from instanceof Uint8Array ? from.length : from.size,
    read: async (offset: number, length: number) => {
      if (from instanceof Uint8Array) return from.slice(offset, offset + length);
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, from.readSync(offset, bytes));
    },
  };
  if (String(await source.read(0, 4)) !== '80,75,3,4') return from;
  const record = (await zipDirectory(source, name)).get(WEIGHTS);
  if (record === undefined)
    throw new DataError(`${name}: an archive of Keras must have the entry "${WEIGHTS}", got none`);
  return readZipEntry(source, record, name);
}

function legacyTree(file: Hdf5File, root: string): WeightTree {
  const layers = listOf(file, root || '/', 'layer_names')!.map((layer) => {
    const group = `${root}/${layer}`;
    const weights = listOf(file, group, 'weight_names');
    if (weights === undefined)
      throw new DataError(`${file.name}: ${group}: must have the attribute weight_names, got none`);
    return [layer, Object.fromEntries(weights.map((each) => [each, arrayAt(file, `${group}/${each}`)]))];
  });
  return Object.fromEntries(layers) as WeightTree;
}

/** A list of names, which may be in parts; undefined where there is none. */
function listOf(file: Hdf5File, path: string, attribute: string): readonly string[] | undefined {
  const whole = textsOf(file, path, attribute);
  if (whole) return whole;
  const parts: string[] = [];
  for (let part = 0; part < MAX_PARTS; part++) {
    const texts = textsOf(file, path, `${attribute}${part}`);
    if (texts === undefined) return part === 0 ? undefined : parts;
    parts.push(...texts);
  }
  throw new DataError(`${file.name}: ${path}@${attribute}: must have at most ${MAX_PARTS} parts, got more`);
}

function textsOf(file: Hdf5File, path: string, attribute: string): readonly string[] | undefined {
  const value = file.attribute(path, attribute);
  if (value === undefined) return undefined;
  if (value.kind === 'strings') return value.values;
  if (value.kind === 'empty' || (value.kind === 'array' && value.values.length === 0)) return []; // of no type
  throw new DataError(`${file.name}: ${path}@${attribute}: must be a list of names, got ${value.kind}`);
}

/** What a model is made of, level by level; groups without variables are left out. */
type Level = { [name: string]: Level | StoredArray };

function keras3Tree(file: Hdf5File): KerasWeights {
  const value: Level = {};
  const names: [string, string][] = [];
  let found = false;
  for (const { path, kind } of file.list()) {
    const parts = path.slice(1).split('/');
    if (kind === 'group' && parts.at(-1) === 'vars') {
      const given = file.attribute(path, 'name');
      if (given) names.push([parts.join('.'), hdf5Text(given, `${file.name}: ${path}@name`)]);
    }
    if (kind !== 'dataset') continue;
    found ||= parts.includes('vars');
    put(value, parts, arrayAt(file, path));
  }
  if (!found)
    throw new DataError(
      `${file.name}: /: must have layer_names, or groups of variables named vars, got neither`,
    );
  return { layout: 'keras3', value: value as WeightTree, names: Object.fromEntries(names) };
}

function put(tree: Level, parts: readonly string[], array: StoredArray): void {
  let level = tree;
  for (const part of parts.slice(0, -1)) {
    if (!Object.hasOwn(level, part)) own(level, part, {});
    level = level[part] as Level;
  }
  own(level, parts.at(-1)!, array);
}

/** As a plain property, also where the file's name is `__proto__`. */
const own = (level: Level, name: string, value: Level | StoredArray) =>
  Object.defineProperty(level, name, { value, enumerable: true, writable: true, configurable: true });

function arrayAt(file: Hdf5File, path: string): StoredArray {
  const { type } = file.dataset(path);
  const value = file.read(path);
  if (!Object.hasOwn(ELEMENTS, type) || value.kind !== 'array')
    throw new DataError(`${file.name}: ${path}: weights must be real numbers, got ${type}`);
  return { values: value.values, shape: value.shape, dtype: ELEMENTS[type as keyof typeof ELEMENTS] };
}
