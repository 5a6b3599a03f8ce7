import { readFileSync } from 'node:fs';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { firstColumns, parkMiller, product } from './_fixtures';
import { columnMeans, minusRow } from './_matrix';
import type { MapFitter } from './LinearMap';
import { createMap, MapConfig } from './mapConfig';
import { ridge } from './ridge';
import type { Split } from './Split';

type Chosen = { choice: 'site' | 'shared'; r: number[]; chosen: number[] };

/** scikit-learn 1.2.1; remake with goldens/maps.py. */
export const mapsGolden = JSON.parse(
  readFileSync(new URL('../goldens/maps.json', import.meta.url), 'utf8'),
) as {
  pls: { components: number; scale: boolean; iterations: number[]; predictions: number[] }[];
  leastSquares: { predictions: number[]; wide: number[] };
  standardise: { means: number[]; deviations: number[]; transform: number[] };
  randomProjection: { components: number[]; transform: number[] };
  johnsonLindenstrauss: [samples: number, distortion: number, dimension: number][];
  automatic: { distortion: number; transform: number[] };
  pipelines: { preprocessing: unknown[]; map: object; predictions: number[] }[];
  nested: { ridge: Chosen[]; pls: Chosen[]; groups: Chosen };
  gridSearch: number[];
};

/** The data of goldens/maps.py. */
export function mapsExample(): { X: NdArray; Y: NdArray; fresh: NdArray } {
  const spread = (matrix: NdArray) =>
    ndArray(
      matrix.values.map((value, at) => value * (1 + ((at % 60) % 7)) + ((at % 60) % 5)),
      matrix.shape,
    );
  const X = spread(parkMiller(61, [80, 60]));
  const weights = parkMiller(62, [12, 4]).values.map((value) => value - 0.5);
  const signal = product(firstColumns(minusRow(X, columnMeans(X)), 12), ndArray(weights, [12, 4]));
  const noise = parkMiller(63, [80, 4]).values;
  const Y = signal.values.map((value, at) => Math.tanh(value) + 0.5 * (noise[at]! - 0.5));
  return { X, Y: ndArray(Y, [80, 4]), fresh: spread(parkMiller(64, [3, 60])) };
}

/** A split from its indices. */
export const split = (train: number[], test: number[]): Split => ({
  train: Int32Array.from(train),
  test: Int32Array.from(test),
});

/** Ridge regression with this penalty. */
export const ridgeOf =
  (alpha: number): MapFitter =>
  (source, target) =>
    ridge(source, target, { alpha });

/** The map of a config that need not be complete. */
export const made = (config: object): MapFitter => createMap(MapConfig.parse(config));

/** Penalties to choose among. */
export const alphas = [0.1, 1, 10, 100, 1000, 10000];
