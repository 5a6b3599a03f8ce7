import { DataError, ndArray, type NdArray, type TypedArray } from '@goal-driven/core';
import { z } from 'zod';
import { CLEAR, type RuleDataset, type SampleMeta } from './RuleDataset';

const HEADER_LIMIT = 16 * 1024 * 1024; // bytes
const names = z.array(z.string().max(1000)).max(10_000);

const Header = z.object({
  format: z.literal('goal-driven/learning-rule-observables'),
  version: z.literal(1),
  observables: names.min(1),
  categories: z.record(z.string(), names),
});
type Header = z.output<typeof Header>;

type Arrays = { readonly [name: string]: NdArray<TypedArray> };

/**
 * The published data set as `converters/learning_rule_observables.py` of `@goal-driven/formats` writes it: everything in
 * one NPZ, texts as places in the lists of its header.
 *
 * @param path for errors
 * @throws DataError for arrays that are not such
 */
export function convertedDataset(path: string, arrays: Arrays): RuleDataset {
  const header = headerOf(path, arrays['header']!);
  const table = arrays['X'];
  if (table === undefined || table.shape.length !== 3 || table.shape[2] !== header.observables.length)
    throw new DataError(
      `${path}: X must be [samples, times, ${header.observables.length}], got ${table && `[${table.shape}]`}`,
    );
  const [samples] = table.shape as [number];
  const field = (name: string) => fieldOf(path, name, { arrays, header, samples });
  const [rules, tasks, architectures] = [field('rule'), field('task'), field('architecture')];
  const [batches, models, orders, layers] = [
    field('batch_size'),
    field('model_seed'),
    field('dataset_seed'),
    field('layer_name'),
  ];
  const number = (value: string | number | null) => (value === null ? null : Number(value));
  return {
    observables: header.observables,
    views: { [CLEAR]: ndArray(Float64Array.from(table.values as ArrayLike<number>), [...table.shape]) },
    positions: positionsOf(path, arrays['X_cat'], samples),
    meta: rules.map((rule, sample): SampleMeta => ({
      learning_rule: String(rule),
      task: String(tasks[sample]),
      architecture: String(architectures[sample]),
      batch_size: Number(batches[sample]),
      model_seed: number(models[sample]!),
      dataset_seed: number(orders[sample]!),
      layer_name: String(layers[sample]),
    })),
  };
}

function headerOf(path: string, { values }: NdArray<TypedArray>): Header {
  if (!(values instanceof Uint8Array) || values.length > HEADER_LIMIT)
    throw new DataError(
      `${path}: header must be at most ${HEADER_LIMIT} bytes, got ${values.length} entries`,
    );
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(values));
  } catch (error) {
    throw new DataError(`${path}: header must be JSON, got ${(error as Error).message}`, { cause: error });
  }
  const parsed = Header.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DataError(
    `${path}: header must be of converted observables, got\n${z.prettifyError(parsed.error)}`,
  );
}

type Converted = { readonly arrays: Arrays; readonly header: Header; readonly samples: number };

/** A field of every sample: a text where the header lists them, a number else; null where there was none. */
function fieldOf(
  path: string,
  name: string,
  { arrays, header, samples }: Converted,
): (string | number | null)[] {
  const array = arrays[name];
  if (array === undefined || array.shape.length !== 1 || array.shape[0] !== samples)
    throw new DataError(`${path}: ${name} must be [${samples}], got ${array && `[${array.shape}]`}`);
  const texts = Object.hasOwn(header.categories, name) ? header.categories[name]! : undefined;
  return Array.from(array.values as ArrayLike<number>, (value) => {
    if (texts === undefined) return Number.isNaN(value) ? null : value;
    if (value === -1) return null;
    const text = texts[value];
    if (text === undefined)
      throw new DataError(`${path}: ${name} must be places in a list of ${texts.length}, got ${value}`);
    return text;
  });
}

/**
 * The third of the layers that each sample is in.
 *
 * @param array [samples, times, 3], one of three is 1; the first time counts
 * @throws DataError for anything else
 */
export function positionsOf(
  path: string,
  array: NdArray<TypedArray> | undefined,
  samples: number,
): Int32Array {
  if (array === undefined || array.shape.length !== 3 || array.shape[0] !== samples || array.shape[2] !== 3)
    throw new DataError(`${path}: X_cat must be [${samples}, times, 3], got ${array && `[${array.shape}]`}`);
  const stride = array.shape[1]! * 3;
  return Int32Array.from({ length: samples }, (_, sample) => {
    const marks = [0, 1, 2].filter((at) => Number(array.values[sample * stride + at]) === 1);
    if (marks.length !== 1)
      throw new DataError(
        `${path}: X_cat must mark one third of the layers, got ${marks.length} for sample ${sample}`,
      );
    return marks[0]!;
  });
}
