import {
  DataError,
  ndArray,
  readSafetensors,
  writeSafetensors,
  type NdArray,
  type TypedArray,
} from '@goal-driven/core';
import type { SilencedLayer } from '@goal-driven/mec';

/** What the study's thresholds make of a unit: grid score over 0.3, border score over 0.5. */
export type UnitClass = 'grid' | 'border' | 'both' | 'other' | 'silent';

/** The units of one layer, measured over many walks. */
export type LayerUnits = {
  /** [units, y, x]; NaN where never visited. Bins of about 10 cm. */
  readonly maps: NdArray<Float32Array>;
  /** [units], NaN for units that never change; of maps with bins of about 5 cm. */
  readonly gridScores: Float32Array;
  readonly borderScores: Float32Array;
};

/** The units of a network's layers and the walks over which they were measured. */
export type StoredUnits = {
  readonly layers: { readonly [layer in SilencedLayer]?: LayerUnits };
  readonly walks: string;
};

/** The class of each unit. */
export const classesOf = ({ gridScores, borderScores }: LayerUnits): UnitClass[] =>
  Array.from(gridScores, (gridScore, unit) => {
    const [grid, border] = [gridScore > 0.3, borderScores[unit]! > 0.5];
    if (grid) return border ? 'both' : 'grid';
    if (border) return 'border';
    return Number.isNaN(gridScore) ? 'silent' : 'other';
  });

/** Greys of a map that are stored; the last one is a bin that was never visited. */
const [GREYS, BLANK] = [255, 255];

/** As a small file: maps in 255 greys between the least and greatest rate of the unit, scores in single precision. */
export function writeUnits({ layers, walks }: StoredUnits): Uint8Array<ArrayBuffer> {
  const arrays: [string, NdArray<TypedArray>][] = Object.entries(layers).flatMap(
    ([layer, { maps, gridScores, borderScores }]) => {
      const [units] = maps.shape as [number];
      const size = maps.values.length / units;
      const ranges = new Float32Array(2 * units);
      const greys = new Uint8Array(maps.values.length);
      for (let unit = 0; unit < units; unit++) {
        const map = maps.values.subarray(unit * size, (unit + 1) * size);
        const seen = map.filter((value) => !Number.isNaN(value));
        const [low, high] = [Math.min(...seen), Math.max(...seen)];
        ranges.set([low, high], 2 * unit);
        map.forEach((value, bin) => {
          const share = high > low ? (value - low) / (high - low) : 0;
          greys[unit * size + bin] = Number.isNaN(value) ? BLANK : Math.round(share * (GREYS - 1));
        });
      }
      return [
        [`${layer}/maps`, ndArray(greys, maps.shape)],
        [`${layer}/ranges`, ndArray(ranges, [units, 2])],
        [`${layer}/gridScores`, ndArray(gridScores, [units])],
        [`${layer}/borderScores`, ndArray(borderScores, [units])],
      ] satisfies [string, NdArray<TypedArray>][];
    },
  );
  return writeSafetensors(Object.fromEntries(arrays), { walks });
}

/**
 * The units of such a file.
 *
 * @throws DataError for a file that is none
 */
export function readUnits(bytes: Uint8Array, name: string): StoredUnits {
  const { arrays, metadata } = readSafetensors(bytes, name);
  const found = (key: string) => {
    if (arrays[key] === undefined)
      throw new DataError(`${name}: must hold ${key}, got ${Object.keys(arrays).join(', ')}`);
    return arrays[key];
  };
  const layers = (['pre_g', 'g'] as const).filter((layer) => `${layer}/maps` in arrays);
  const read = (layer: SilencedLayer): LayerUnits => {
    const { values: greys, shape } = found(`${layer}/maps`);
    const ranges = found(`${layer}/ranges`).values as Float32Array;
    const size = greys.length / shape[0]!;
    const values = Float32Array.from(greys as Uint8Array, (grey, at) => {
      const unit = Math.floor(at / size);
      const [low, high] = [ranges[2 * unit]!, ranges[2 * unit + 1]!];
      return grey === BLANK ? NaN : low + ((high - low) * grey) / (GREYS - 1);
    });
    return {
      maps: ndArray(values, shape),
      gridScores: found(`${layer}/gridScores`).values as Float32Array,
      borderScores: found(`${layer}/borderScores`).values as Float32Array,
    };
  };
  return {
    layers: Object.fromEntries(layers.map((layer) => [layer, read(layer)])),
    walks: metadata['walks'] ?? '',
  };
}
