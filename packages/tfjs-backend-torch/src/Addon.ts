/** The number of a tensor in the addon's table; never given twice. */
export type Handle = number;

/** What an operation takes: handles, settings, axes, lists of handles, names; undefined for what is absent. */
export type NativeArgument = number | boolean | string | readonly number[] | ArrayBufferView | undefined;

/** A function of the addon: a handle, or a list of them where an operation has several results. */
export type NativeOperation = (...args: readonly NativeArgument[]) => unknown;

/**
 * The compiled addon as one JavaScript thread sees it. After each operation `scratch` holds, for each result
 * in turn, its type (an index into `dtypes`), its rank and its axes.
 */
export type Addon = {
  readonly [operation: string]: NativeOperation;
} & {
  readonly scratch: Int32Array;
};

/** The types by the numbers that the addon has for them. */
export const dtypes = ['float32', 'int32', 'bool', 'complex64'] as const;
