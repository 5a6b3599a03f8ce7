import { ndArray, sizeOf } from '@goal-driven/core';

/** 32-bit FNV-1a of a name's bytes. */
export function fnv(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Uniform in [0, 1) from a name and an index: murmur3's last mix. */
export function hashed(name: number, index: number): number {
  let h = (Math.imul(index + 1, 0x9e3779b1) + name) >>> 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return (h >>> 0) / 2 ** 32;
}

/** Values of a published variable, by its name alone (10.2 of our notes): a loop, since there are 10^8 of them. */
export function hashedVariable(name: string, shape: readonly number[], trainable: boolean) {
  const seed = fnv(`tnn_model/${name}`);
  const [middle, scale] = rangeOf(name, shape, trainable);
  const values = new Float32Array(sizeOf(shape));
  for (let index = 0; index < values.length; index++)
    values[index] = middle + scale * (2 * hashed(seed, index) - 1);
  return ndArray(values, [...shape]);
}

function rangeOf(
  name: string,
  shape: readonly number[],
  trainable: boolean,
): readonly [middle: number, scale: number] {
  if (name.endsWith('gamma')) return [1, 0.1];
  if (name.endsWith('memory_decay')) return trainable ? [0.3, 0.1] : [0, 0];
  return [0, scaleOf(name, shape)];
}

function scaleOf(name: string, shape: readonly number[]): number {
  if (/(bias|beta|_diag)$/.test(name)) return 0.1;
  const fanIn = name.endsWith('depthwise_weights') ? shape[0]! * shape[1]! : sizeOf(shape.slice(0, -1));
  return Math.sqrt(3 / fanIn);
}

/** Two images [2, size, size, 3], taken as already normalised. */
export const hashedImages = (size: number) =>
  Float32Array.from({ length: 2 * size * size * 3 }, (_, index) => {
    const channel = index % 3;
    const x = Math.floor(index / 3) % size;
    const y = Math.floor(index / (3 * size)) % size;
    const image = Math.floor(index / (3 * size * size));
    return Math.sin(0.07 * y + 0.5 * image) + Math.cos(0.05 * x - channel);
  });
