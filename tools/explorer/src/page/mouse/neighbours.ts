import type { NdArray } from '@goal-driven/core';

/** A scene and how alike it is, correlation of embeddings less the mean of all scenes. */
export type Neighbour = { readonly scene: number; readonly likeness: number };

/**
 * The scenes whose embeddings are most alike to one.
 *
 * @param embedding [units]
 * @param scenes [scenes, units]
 * @returns the nearest first
 */
export function nearest(
  embedding: Float32Array,
  { values, shape }: NdArray<Float32Array>,
  count: number,
): Neighbour[] {
  const [rows, units] = shape as [number, number];
  const mean = new Float64Array(units);
  for (let at = 0; at < values.length; at++) mean[at % units]! += values[at]! / rows;
  const own = embedding.map((value, unit) => value - mean[unit]!);
  const found = Array.from({ length: rows }, (_, scene): Neighbour => {
    const other = values
      .subarray(scene * units, (scene + 1) * units)
      .map((value, unit) => value - mean[unit]!);
    return { scene, likeness: dot(own, other) / Math.sqrt(dot(own, own) * dot(other, other)) };
  });
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, count);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** The share of some neighbours that are among others. */
export const keptShare = (full: readonly Neighbour[], now: readonly Neighbour[]): number =>
  full.filter(({ scene }) => now.some((other) => other.scene === scene)).length / full.length;
