import { GoalDrivenError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { expect } from 'vitest';
import { isStoredArray, type WeightTree } from './weights/WeightTree';

/** Cases of each fuzzed reader: 500, in the long job GOAL_DRIVEN_FUZZ_CASES=10000. */
export const fuzzCases = Number(process.env['GOAL_DRIVEN_FUZZ_CASES'] ?? 500);

/** A file with bytes changed, removed, repeated, cut off, or a number in it made large. */
export const mutated = (file: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const place = fc.nat(Math.max(0, file.length - 1));
  const change = fc.record({ at: place, byte: fc.nat(255) });
  const changed = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    const bytes = new Uint8Array(file);
    for (const { at, byte } of changes) bytes[at] = byte;
    return bytes;
  });
  const large = fc
    .tuple(place, fc.constantFrom(2, 4, 8), fc.constantFrom(0xff, 0x7f, 0))
    .map(([at, length, last]) => {
      const bytes = new Uint8Array(file);
      bytes.fill(0xff, at, at + length);
      if (at + length <= bytes.length) bytes[at + length - 1] = last;
      return bytes;
    });
  const without = fc
    .tuple(place, fc.nat(16))
    .map(([at, count]) => Buffer.concat([file.subarray(0, at), file.subarray(at + count)]));
  const repeated = fc
    .tuple(place, fc.nat(40))
    .map(([at, count]) => Buffer.concat([file.subarray(0, at + count), file.subarray(at)]));
  const cut = place.map((length) => new Uint8Array(file.subarray(0, length)));
  return fc.oneof({ weight: 4, arbitrary: changed }, large, without, repeated, cut);
};

/** Where an error lies in a file: a byte, or a path in quotes or after a colon. */
const PLACE = /byte \d+|\bbytes? of\b|"[^"]*"|storage \w+|shards? \w+|entry \S+|archive must/;

/** That reading either works or throws an error of ours which says where. */
export async function expectTyped<T>(read: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GoalDrivenError)) throw new Error('no error of ours', { cause: error });
    expect(error.message).toMatch(PLACE);
    return undefined;
  }
}

/** Bytes of memory behind the arrays of a tree, each buffer once. */
export function memoryOf(tree: WeightTree): number {
  const buffers = new Set<ArrayBufferLike>();
  const seen = new Set<object>();
  const visit = (node: WeightTree): void => {
    if (node === null || typeof node !== 'object' || seen.has(node)) return;
    seen.add(node);
    if (isStoredArray(node)) buffers.add(node.values.buffer);
    else Object.values(node).forEach(visit);
  };
  visit(tree);
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
