import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockRun } from '@goal-driven/core';
import { makeFolder } from '@goal-driven/core/files';
import { partFile, type PartFile, type Precision } from './partFile';

/** Layers of one key as NPY files that grow row by row. */
export type FeatureFiles = {
  readonly folder: string;
  /** Whether a layer is whole. */
  has(layer: string): boolean;
  /** Rows that all of these layers have; whatever one has beyond is cut off. */
  begun(layers: readonly string[]): number;
  /** Adds the rows of one batch: `values` [images of the batch, ...row]. */
  append(layer: string, values: Float32Array, row: readonly number[]): void;
  /** Layers that have all their rows get their names. */
  finish(layers: readonly string[]): void;
  /** The NPY file of a layer that is whole. */
  path(layer: string): string;
  close(): void;
};

/**
 * Opens the folder of a key, for this process alone: a layer is `LAYER.npy` once it is whole, before that a `PartFile`.
 *
 * @param count rows of a whole layer
 * @throws EnvironmentError where another process is at it
 */
export function featureFiles(
  folder: string,
  { count, precision }: { readonly count: number; readonly precision: Precision },
): FeatureFiles {
  makeFolder(folder);
  const unlock = lockRun(folder);
  const parts = new Map<string, PartFile>();
  const path = (layer: string) => join(folder, `${encodeURIComponent(layer)}.npy`);
  const partOf = (layer: string): PartFile => {
    const part = parts.get(layer) ?? partFile(path(layer), { layer, count, precision });
    parts.set(layer, part);
    return part;
  };
  return {
    folder,
    has: (layer) => existsSync(path(layer)),
    begun: (layers) => {
      const common = Math.min(count, ...layers.map((layer) => partOf(layer).rows));
      for (const layer of layers) partOf(layer).cut(common);
      return common;
    },
    append: (layer, values, row) => partOf(layer).append(values, row),
    finish: (layers) => layers.forEach((layer) => partOf(layer).finish()),
    path,
    close: () => {
      for (const part of parts.values()) part.close();
      unlock();
    },
  };
}
