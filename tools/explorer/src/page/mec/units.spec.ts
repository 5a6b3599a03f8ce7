import { DataError, ndArray, writeSafetensors } from '@goal-driven/core';
import { expect, it } from 'vitest';
import { createLiveMaps, mapsAgree } from './createLiveMaps';
import { randomUnits, unitsOf } from './Silenced';
import { classesOf, readUnits, writeUnits, type LayerUnits } from './StoredUnits';

const layer: LayerUnits = {
  maps: ndArray(Float32Array.of(0, 1, 2, NaN, 5, 5, 5, 5, -1, 1, 0, 0.3, 1, 2, 3, 4, 0, 0, 0, 1), [5, 2, 2]),
  gridScores: Float32Array.of(0.4, NaN, 0.1, 0.31, -1),
  borderScores: Float32Array.of(0.1, NaN, 0.6, 0.7, 0.5),
};

it('tells units apart by the thresholds of the study', () => {
  expect(classesOf(layer)).toEqual(['grid', 'silent', 'border', 'both', 'other']);
});

it('gives back units within half a grey, scores as they are, and blank bins', () => {
  const { layers, walks } = readUnits(writeUnits({ layers: { g: layer }, walks: 'few' }), 'x');
  expect(walks).toBe('few');
  expect(layers.pre_g).toBeUndefined();
  expect([layers.g!.gridScores, layers.g!.borderScores]).toEqual([layer.gridScores, layer.borderScores]);
  layers.g!.maps.values.forEach((value, at) => {
    const truth = layer.maps.values[at]!;
    if (Number.isNaN(truth)) expect(value).toBeNaN();
    else expect(Math.abs(value - truth)).toBeLessThanOrEqual(3 / 254 / 2 + 1e-6);
  });
});

it('refuses a file without scores', () => {
  const file = writeSafetensors({ 'g/maps': ndArray(new Uint8Array(4), [1, 2, 2]) }, {});
  expect(() => readUnits(file, 'x.units')).toThrow(DataError);
  expect(() => readUnits(file, 'x.units')).toThrow('x.units: must hold g/ranges, got g/maps');
});

it('silences the units of a group, and as many at random', () => {
  const classes = classesOf(layer);
  const of = (group: Parameters<typeof unitsOf>[0]) => [...unitsOf(group, classes, new Set([1]))];
  expect([of('none'), of('chosen'), of('grid'), of('border'), of('other')]).toEqual([
    [],
    [1],
    [0, 3],
    [2, 3],
    [4],
  ]);
  const drawn = randomUnits(7, 10, 2);
  expect(drawn.size).toBe(7);
  expect(randomUnits(7, 10, 2)).toEqual(drawn);
  expect(randomUnits(7, 10, 3)).not.toEqual(drawn);
});

it('builds maps up bin by bin', () => {
  const live = createLiveMaps({ minX: 0, maxX: 2, minY: 0, maxY: 2 }, [2, 2]);
  expect(live.maps()).toBeUndefined();
  live.add(Float64Array.of(0.5, 0.5, 0.6, 0.4), ndArray(Float32Array.of(1, 10, 3, 20), [2, 2]));
  live.add(Float64Array.of(1.5, 0.5), ndArray(Float32Array.of(4, 0), [1, 2]));
  expect(live.maps()!.values).toEqual(Float64Array.of(2, 4, NaN, NaN, 15, 0, NaN, NaN));
});

it('compares maps over the bins that both have', () => {
  expect(mapsAgree([1, 2, 3, NaN], [2, 4, 6, 1])).toBeCloseTo(1, 12);
  expect(mapsAgree([1, 2, 4, 9], [3, 2, 0, NaN])).toBeCloseTo(-1, 12);
  expect(mapsAgree([1, 2, NaN, NaN], [1, 2, 3, 4])).toBeNaN();
});
