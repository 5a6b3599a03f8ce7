import type { MetricResult, MetricValue } from '@goal-driven/metrics';
import { formatTable } from './formatTable';

/**
 * A result as JSON, a line per name: arrays as nested lists, numbers that are not finite as null.
 *
 * @param head what stands first
 */
export function resultJson(head: { readonly [name: string]: unknown }, result: MetricResult): string {
  const lines = Object.entries({ ...head, ...(plain(result) as object) }).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** A result for people: of an array its shape, median, range, and how many of its numbers are not finite. */
export const resultTable = (result: MetricResult): string => formatTable(rowsOf(result, ''));

type Array = { readonly values: ArrayLike<number>; readonly shape: readonly number[] };

/** Any kind of array with its shape; undefined for what is none. */
function arrayOf(value: MetricValue): Array | undefined {
  if (value instanceof Float64Array || value instanceof Int32Array) {
    return { values: value, shape: [value.length] };
  }
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { values, shape } = value as Partial<Array>;
  return ArrayBuffer.isView(values) && shape !== undefined ? { values, shape } : undefined;
}

function plain(value: MetricValue): unknown {
  const array = arrayOf(value);
  if (array !== undefined) return nested(array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, plain(inner as MetricValue)]),
  );
}

function nested({ values, shape }: Array, start = 0): unknown {
  if (shape.length === 0) return values[start];
  const [length, ...inner] = shape as [number, ...number[]];
  const size = inner.reduce((product, axis) => product * axis, 1);
  return globalThis.Array.from({ length }, (_, index) =>
    nested({ values, shape: inner }, start + index * size),
  );
}

function rowsOf(value: MetricValue, name: string): string[][] {
  const array = arrayOf(value);
  if (array !== undefined) return [[name, describeArray(array)]];
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([inner, part]) =>
    rowsOf(part as MetricValue, name === '' ? inner : `${name}.${inner}`),
  );
}

function describeArray({ values, shape }: Array): string {
  const finite = Float64Array.from(values).filter(Number.isFinite).sort();
  const absent = values.length - finite.length;
  const missing = absent === 0 ? '' : `, ${absent} not finite`;
  if (finite.length === 0) return `[${shape}]${missing}`;
  const middle = finite.length / 2;
  const median = (finite[Math.ceil(middle) - 1]! + finite[Math.floor(middle)]!) / 2;
  const [least, most] = [finite[0]!, finite.at(-1)!];
  if (values.length === 1) return short(least);
  return `[${shape}], median ${short(median)}, from ${short(least)} to ${short(most)}${missing}`;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));
