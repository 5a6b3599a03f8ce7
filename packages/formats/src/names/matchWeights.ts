import {
  ConfigError,
  DataError,
  ShapeError,
  sizeOf,
  type NdArray,
  type TypedArray,
} from '@goal-driven/core/arrays';
import { tensorsOf, type WeightTree } from '../weights/WeightTree';
import { cutArray } from './_cutArray';
import type { IgnoreRule, NameMap, NameRule, ParameterRule } from './NameMap';
import { takeSteps } from './WeightStep';

/** What became of one array of the file. */
export type WeightRow = {
  /** Its name in the file. */
  readonly source: string;
  readonly shape: readonly number[];
  /**
   * - `matched`: it is the parameters `targets`
   * - `alias`: so it is, but another array of the same numbers was before it
   * - `ignored`: it is none, and need not be
   * - `left over`: no rule knows it, or the model has no such parameter
   * - `wrong`: it should be `targets`, or ignored, but its shape, type or values do not allow it
   */
  readonly status: 'matched' | 'alias' | 'ignored' | 'left over' | 'wrong';
  readonly targets: readonly string[];
  /** Why, where that is not plain. */
  readonly note: string;
};

export type WeightMatch = {
  /** In the order of the file. */
  readonly rows: readonly WeightRow[];
  /** Parameters for which no array was found. */
  readonly missing: readonly string[];
  /** Parameters by path, in the order and of the shapes of the model. */
  readonly arrays: { readonly [path: string]: NdArray<Float32Array> };
  /** Whether every parameter has its array, and no array is left over or wrong. Nobody should use weights else. */
  readonly complete: boolean;
};

/** Shapes of a model's parameters by path: `{ ...params, ...state }` of core's `parameterShapes`. */
export type Shapes = { readonly [path: string]: readonly number[] };

/**
 * Holds the arrays of a file of weights against the parameters of a model: which is which, by the rules of a map, what is
 * missing and what is left over. Arrays that turn out to be the same parameter must hold the same numbers, which is what
 * aliases in PyTorch's files do; their rules may say that they add up. Numbers become single precision.
 *
 * @param tree what a reader of weights gives; its arrays have their dotted names
 * @param shapes any shape each
 * @throws ConfigError for an expression of the map that has no such group; DataError as `tensorsOf`
 */
export function matchWeights(tree: WeightTree, map: NameMap, shapes: Shapes): WeightMatch {
  const arrays = tensorsOf(tree);
  const root = map.roots?.find((each) => Object.keys(arrays).some((name) => name.startsWith(each))) ?? '';
  const found = new Map<string, Found>();
  const rows = Object.entries(arrays).map(([source, array]): WeightRow => {
    const row = { source, shape: array.shape, targets: [], note: '' } as const;
    if (!source.startsWith(root)) return { ...row, status: 'ignored', note: `not below ${root}` };
    const name = (map.strip ?? []).reduce((text, part) => text.replace(part, ''), source.slice(root.length));
    const rule = map.rules.find(({ from }) => fits(from, name));
    if (rule === undefined) return { ...row, status: 'left over', note: 'no rule knows it' };
    if ('ignored' in rule) return { ...row, ...ignored(array, rule) };
    return { ...row, ...placed({ name, source, array }, rule, { shapes, found }) };
  });
  const paths = Object.keys(shapes);
  const missing = paths.filter((path) => {
    const kept = found.get(path);
    return kept === undefined || kept.parts < kept.adds;
  });
  return {
    rows,
    missing,
    arrays: Object.fromEntries(
      paths.flatMap((path) => {
        const values = found.get(path)?.values;
        return values === undefined ? [] : [[path, { values, shape: shapes[path]! }]];
      }),
    ),
    complete:
      missing.length === 0 && rows.every(({ status }) => status !== 'left over' && status !== 'wrong'),
  };
}

type Found = {
  readonly values: Float32Array;
  readonly source: string;
  readonly parts: number;
  readonly adds: number;
};
type Outcome = Pick<WeightRow, 'status' | 'targets' | 'note'>;
type Part = NdArray<TypedArray>;

function fits(from: string | RegExp, name: string): boolean {
  if (typeof from === 'string') return from === name;
  return name.match(new RegExp(from.source, from.flags.replace(/[gy]/g, '')))?.[0] === name;
}

function ignored({ values }: Part, { ignored: why, value }: IgnoreRule): Outcome {
  const other =
    value === undefined
      ? undefined
      : Array.from(values as ArrayLike<number | bigint>).find((each) => Number(each) !== value);
  return other === undefined
    ? { status: 'ignored', targets: [], note: why }
    : { status: 'wrong', targets: [], note: `must be ${value} (${why}), got ${other}` };
}

/** Puts an array into the parameters that its rule says. */
function placed(
  { name, source, array }: { readonly name: string; readonly source: string; readonly array: Part },
  rule: Exclude<NameRule, IgnoreRule>,
  { shapes, found }: { readonly shapes: Shapes; readonly found: Map<string, Found> },
): Outcome {
  const paths = typeof rule.to === 'string' ? [rule.to] : rule.to;
  const targets = paths.map((path) => pathOf(rule.from, name, path));
  const absent = targets.filter((path) => !Object.hasOwn(shapes, path));
  if (absent.length > 0)
    return { status: 'left over', targets: [], note: `the model has no ${absent.join(', ')}` };
  const wrong = (note: string): Outcome => ({ status: 'wrong', targets, note });
  if (array.values instanceof BigInt64Array || array.values instanceof BigUint64Array)
    return wrong('a parameter must be of numbers that single precision has, got whole numbers of 64 bits');
  const wanted = targets.map((path) => shapes[path]!);
  let parts: readonly Part[];
  try {
    const moved = takeSteps(array, rule.steps ?? [], source);
    parts = 'axis' in rule ? cutArray(moved, wanted, rule.axis) : [moved];
  } catch (error) {
    if (error instanceof ShapeError) return wrong(error.message);
    throw error;
  }
  const other = parts.findIndex((part, index) => String(part.shape) !== String(wanted[index]));
  if (other >= 0) return wrong(`${targets[other]} must be [${wanted[other]}], got [${parts[other]!.shape}]`);
  const adds = (rule as ParameterRule).adds ?? 1;
  const kept = targets.map((path, index) =>
    keep(found, path, { values: single(parts[index]!), source, parts: 1, adds }),
  );
  const conflict = kept.find((each) => each.conflict !== undefined)?.conflict;
  if (conflict !== undefined) return wrong(conflict);
  const alias = kept.find((each) => each.alias !== undefined)?.alias;
  return alias === undefined
    ? { status: 'matched', targets, note: '' }
    : { status: 'alias', targets, note: `the same as ${alias}` };
}

/** Keeps a parameter, adds to it, or finds that it was there. */
function keep(
  found: Map<string, Found>,
  path: string,
  next: Found,
): { readonly alias?: string; readonly conflict?: string } {
  const before = found.get(path);
  if (before === undefined) {
    found.set(path, next);
    return {};
  }
  if (before.parts < before.adds) {
    const values = next.values.map((value, index) => value + before.values[index]!);
    found.set(path, { ...next, values, parts: before.parts + 1 });
    return {};
  }
  const same = next.values.every((value, index) => Object.is(value, before.values[index]));
  return same
    ? { alias: before.source }
    : { conflict: `${path} is ${before.source} already, with other values` };
}

function single({ values }: Part): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>);
}

/** The path with the groups of the expression put in. */
function pathOf(from: string | RegExp, name: string, to: string): string {
  const path =
    typeof from === 'string'
      ? to
      : name.replace(new RegExp(from.source, from.flags.replace(/[gy]/g, '')), to);
  if (/\$[<\d]/.test(path))
    throw new ConfigError(`matchWeights: ${to} must name groups of ${String(from)}, got others`);
  return path;
}

/**
 * The arrays of a match by path.
 *
 * @returns any shape each
 * @throws DataError that lists what is missing, left over or wrong, unless all is accounted for
 */
export function completeWeights(
  { rows, missing, arrays, complete }: WeightMatch,
  who: string,
): { readonly [path: string]: NdArray<Float32Array> } {
  if (complete) return arrays;
  const faults = [
    ...missing.map((path) => `missing ${path}`),
    ...rows
      .filter(({ status }) => status === 'left over' || status === 'wrong')
      .map(({ source, status, note }) => `${status} ${source} (${note})`),
  ];
  const most = 8;
  const more = faults.length > most ? `; and ${faults.length - most} more` : '';
  throw new DataError(
    `${who}: every parameter must have its array, and every array its use, got ${faults.slice(0, most).join('; ')}${more}`,
  );
}

/** Numbers in the parameters that were matched. */
export const matchedNumbers = ({ arrays }: WeightMatch): number =>
  Object.values(arrays).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
