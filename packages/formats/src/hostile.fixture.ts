import { GoalDrivenError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutated } from '../../../mutated.shared.ts';
import { isStoredArray, type WeightTree } from './weights/WeightTree';

export { mutated };

/** Cases of each fuzzed reader: 500, in the long job (`npm run fuzz`) GOAL_DRIVEN_FUZZ=10000. */
export const fuzzCases = Number(process.env['GOAL_DRIVEN_FUZZ'] ?? 500);

/** The same cases each time, so that a test does not fail by chance; the long job draws others, and says which. */
export const fuzzSeed = process.env['GOAL_DRIVEN_FUZZ'] === undefined ? { seed: 7 } : {};

/** A test that reads `fuzzCases` files; the long job runs those whose names begin so. */
export const fuzz = (name: string, test: () => Promise<void>): void =>
  it(`fuzz: ${name}`, test, 60_000 + 600 * fuzzCases);

/** Where an error lies in a file: a byte, a line, or a path in quotes or after a colon. */
const PLACE =
  /\b(byte|line) \d+|\bbytes? of\b|"[^"]*"|: \/|\b(storage|shards?|record|list|frame) \w+|entry \S+|archive must|files? must|\bheader\b|arrays must|index must/;

/** That reading either works or throws an error of ours which says where. */
export async function expectTyped<T>(read: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GoalDrivenError)) throw new Error('no error of ours', { cause: error });
    expect(error.message).toMatch(PLACE);
    expect(error.message).not.toContain('had not returned'); // stopped at its deadline: a find, all the same
    return undefined;
  }
}

/** Expects of `share * fuzzCases` mutations of these files either a result or an error of ours that says where. */
export async function meetsDamage(
  files: Uint8Array | readonly Uint8Array[],
  read: (bytes: Uint8Array) => unknown,
  share = 1,
): Promise<void> {
  const valid = files instanceof Uint8Array ? [files] : files;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...valid).chain(mutated), async (bytes) => {
      await expectTyped(() => read(bytes));
    }),
    { ...fuzzSeed, numRuns: Math.ceil(share * fuzzCases), endOnFailure: true }, // to shrink a file takes hours
  );
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
