import type { NdArray } from '@goal-driven/core/arrays';
import type { z } from 'zod';

/** An array that a metric takes. */
export type MetricArgument = {
  /** Its axes, then what it holds and in which unit: `[units, y, x], mean activity per bin`. */
  readonly axes: string;
  /** Numbers of axes that it may have. */
  readonly ranks: readonly number[];
  readonly optional?: true;
};

/** What a result is made of: numbers, words, arrays, and lists and records of them. */
export type MetricValue =
  | number
  | string
  | boolean
  | NdArray
  | Float64Array
  | Int32Array
  | readonly MetricValue[]
  | { readonly [name: string]: MetricValue };

/** Results by name, and from how many observations they come. */
export type MetricResult = { readonly n: number; readonly [name: string]: MetricValue };

/** Told of long work as it goes on: parts done, of all. */
export type MetricProgress = (done: number, total: number) => void;

/** What does not change a metric's result; laws run over it. */
export type Invariances = {
  /** Arguments that may be multiplied by any positive number. */
  readonly gain?: readonly string[];
  /** Arguments to which any number may be added. */
  readonly offset?: readonly string[];
  /** Axes that may be put into another order: those of one record together, each record by itself. */
  readonly order?: readonly { readonly [argument: string]: number }[];
};

/** A metric of the registry: what there is to say of it, and how to compute it from arrays by name. */
export type Metric = {
  readonly name: string;
  /** Moves when the number for the same input moves. Every score carries it. */
  readonly version: number;
  readonly description: string;
  readonly unit: string;
  /** Smallest and largest value the formula can give; `null` where there is no bound. */
  readonly range: readonly [number | null, number | null];
  /** What it is computed from. */
  readonly arguments: { readonly [argument: string]: MetricArgument };
  /** A strict schema: type, default and meaning of every option. */
  readonly options: z.ZodObject;
  /** What `run` gives, by name, beside `n`; every name and no other. */
  readonly gives: { readonly [result: string]: string };
  readonly invariances?: Invariances;
  /** When it is NaN. */
  readonly undefinedFor: string;
  readonly sources: readonly string[];
  /**
   * Computes it.
   *
   * @param options as the schema takes them, defaults left out or not
   * @param onProgress heard of by metrics of many parts; the others end without a word
   * @throws ConfigError for unknown names, absent arguments and options that do not fit; ShapeError for a wrong
   *   number of axes; else what the metric's own function throws
   */
  readonly run: (
    arrays: { readonly [argument: string]: NdArray },
    options?: { readonly [option: string]: unknown },
    onProgress?: MetricProgress,
  ) => MetricResult;
};
