/** Formats that `inspectFile` tells apart. */
export const formatNames = [
  ...(['safetensors', 'safetensors-index', 'torch-zip', 'torch-old', 'tensor-bundle', 'keras'] as const),
  ...(['hdf5', 'nwb', 'netcdf4', 'mat5', 'mat73', 'npy', 'npz', 'zarr', 'parquet', 'csv'] as const),
  ...(['tfrecord', 'png', 'jpeg', 'gif', 'avi', 'zip', 'pickle', 'gzip', 'json', 'text'] as const),
] as const;
export type FormatName = (typeof formatNames)[number];

/** One thing within a file. */
export type FileEntry = {
  /** Its place within the file: `/group/dataset`, `state_dict.conv1.weight`, a column, a variable; '' for the file itself. */
  readonly path: string;
  readonly kind: 'array' | 'column' | 'file' | 'group' | 'image' | 'link' | 'records' | 'table' | 'value';
  /** Axes in the order in which they are read; null for what has none. */
  readonly shape: readonly number[] | null;
  /** The element type as the format calls it (`F32`, `float64`, `string`, `struct`); null for what has none. */
  readonly dtype: string | null;
  /** What is attached, short: longer texts are cut, arrays are told by their shape. */
  readonly attributes?: { readonly [name: string]: string | number | boolean };
};

/** What a file holds, without its numbers. Plain data: as JSON it is what it was. */
export type FileContents = {
  readonly format: FormatName;
  readonly entries: readonly FileEntry[];
  /** What a reader of the list must know: entries that were left out, what is not read and why. */
  readonly notes: readonly string[];
};
