import { GoalDrivenError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isStoredArray, type WeightTree } from './weights/WeightTree';

/** Cases of each fuzzed reader: 500, in the long job (`npm run fuzz`) GOAL_DRIVEN_FUZZ=10000. */
export const fuzzCases = Number(process.env['GOAL_DRIVEN_FUZZ'] ?? 500);

/** The same cases each time, so that a test does not fail by chance; the long job draws others, and says which. */
export const fuzzSeed = process.env['GOAL_DRIVEN_FUZZ'] === undefined ? { seed: 7 } : {};

/** A test that reads `fuzzCases` files; the long job runs those whose names begin so. */
export const fuzz = (name: string, test: () => Promise<void>): void =>
  it(`fuzz: ${name}`, test, 60_000 + 200 * fuzzCases);

/** A file with bytes changed, removed, repeated, cut off, or a number in it made what lengths overflow with. */
export const mutated = (file: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const place = fc.nat(Math.max(0, file.length - 1));
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255));
  const changes = fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 6 });
  const changed = changes.map((all) => {
    const bytes = new Uint8Array(file);
    for (const [at, value] of all) bytes[at] = value;
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
  const words = fc
    .tuple(place, fc.constantFrom(0, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8))
    .map(([at, word]) => {
      const bytes = new Uint8Array(file);
      const start = Math.max(0, Math.min(bytes.length - 4, at & ~3));
      if (bytes.length >= 4) new DataView(bytes.buffer).setUint32(start, word, true);
      return bytes;
    });
  const without = fc
    .tuple(place, fc.nat(16))
    .map(([at, count]) => new Uint8Array(Buffer.concat([file.subarray(0, at), file.subarray(at + count)])));
  const repeated = fc
    .tuple(place, fc.nat(40))
    .map(([at, count]) => new Uint8Array(Buffer.concat([file.subarray(0, at + count), file.subarray(at)])));
  const cut = place.map((length) => file.slice(0, length));
  return fc.oneof({ weight: 4, arbitrary: changed }, large, words, without, repeated, cut);
};

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
