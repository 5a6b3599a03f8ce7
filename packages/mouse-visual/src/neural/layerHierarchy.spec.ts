import { createRng, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { parkMiller } from './_mice.fixture';
import type { LayerFit } from './fitLayers';
import { layerHierarchy } from './layerHierarchy';
import type { MouseArea } from './mouseAreas';
import { shuffleLayers } from './shuffleLayers';

const layers = ['a', 'b', 'c'];
/** Rows are layers, columns units; of one animal. */
const fitsOf = (area: MouseArea, rows: number[][]): LayerFit[] =>
  rows.map((row, at) => {
    const ceiled = Float64Array.from(row);
    return {
      layer: layers[at]!,
      area,
      animals: [{ specimen: 1, ceiled, raw: ceiled, ceiling: ceiled, skippedHalves: 0 }],
    };
  });

describe('layerHierarchy', () => {
  const v1 = fitsOf('VISp', [
    [0.9, 0.4, NaN],
    [0.1, 0.4, NaN],
    [0.2, 0.3, NaN],
  ]);
  const am = fitsOf('VISam', [
    [0.1, 0.2],
    [0.5, 0.3],
    [0.2, 0.9],
  ]);

  it('gives each unit its best layer, the first of equals, and correlates with the place of the area', () => {
    const { score, areas, undefinedUnits } = layerHierarchy(layers, [...am, ...v1]);
    expect(areas.map(({ area, position, n, counts }) => [area, position, n, [...counts]])).toEqual([
      ['VISp', 0, 2, [2, 0, 0]],
      ['VISam', 0.75, 2, [0, 1, 1]],
    ]);
    expect(areas[1]!.sem).toBeCloseTo(0.25, 14); // of 0.5 and 1
    expect(undefinedUnits).toBe(1);
    // Layers 0 0 1 2 have the ranks 1.5 1.5 3 4, areas 1.5 1.5 3.5 3.5.
    expect(score).toBeCloseTo(4 / Math.sqrt(4.5 * 4), 12);
  });

  it('turns its sign with the order of the layers, and is NaN where all units prefer one', () => {
    const fits = [...v1, ...am];
    const turned = layerHierarchy([...layers].reverse(), fits);
    expect(turned.areas.map(({ position }) => position)).toEqual([0.75, 0.25]); // the tie now goes to b
    const strict = fitsOf('VISp', [
      [0.9, 0.8],
      [0.1, 0.1],
      [0, 0],
    ]);
    const forward = layerHierarchy(layers, [...strict, ...am]).score;
    expect(layerHierarchy([...layers].reverse(), [...strict, ...am]).score).toBeCloseTo(-forward, 12);
    expect(layerHierarchy(layers, strict).score).toBeNaN();
    expect(layerHierarchy(['a'], [strict[0]!, am[0]!]).areas.map(({ position }) => position)).toEqual([0, 0]);
  });

  it('refuses layers without a fit, and of other units', () => {
    expect(() => layerHierarchy([...layers, 'd'], v1)).toThrow(ShapeError);
    expect(() => layerHierarchy([...layers, 'd'], v1)).toThrow('the 3 units of VISp, got 0 of d');
    expect(() => layerHierarchy(layers, [...v1.slice(0, 2), { ...am[2]!, area: 'VISp' }])).toThrow(
      'got 2 of c',
    );
  });
});

describe('shuffleLayers', () => {
  const made: Record<string, NdArray> = { a: parkMiller(1, [4, 3]), b: parkMiller(2, [4, 5]) };
  const model = { layers: ['a', 'b'], features: async (layer: string) => made[layer]! };
  const columns = ({ values, shape }: NdArray) =>
    Array.from({ length: shape[1]! }, (_, unit) =>
      values.filter((_, at) => at % shape[1]! === unit).join(' '),
    );
  const all = new Set([...columns(made['a']!), ...columns(made['b']!)]);

  it('keeps widths, and has units of all layers, none twice in a layer', async () => {
    const shuffled = shuffleLayers(model, createRng(3));
    const mixed = columns(await shuffled.features('b'));
    expect([mixed.length, new Set(mixed).size]).toEqual([5, 5]);
    for (const unit of mixed) expect(all.has(unit)).toBe(true);
    expect(mixed.some((unit) => columns(made['a']!).includes(unit))).toBe(true);
    expect((await shuffled.features('a')).shape).toEqual([4, 3]);
    expect(await shuffleLayers(model, createRng(3)).features('b')).toEqual(await shuffled.features('b'));
    expect(columns(await shuffleLayers(model, createRng(4)).features('b'))).not.toEqual(mixed);
  });
});
