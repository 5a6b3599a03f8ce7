import fc from 'fast-check';
import { expect } from 'vitest';
import type { GoalDrivenError } from '@goal-driven/core/arrays';
import { fuzzCases } from '../hostile.fixture';

/** Damaged files in one property. */
export const CASES = fuzzCases;

/** A file with bytes changed, set to what lengths overflow with, removed, repeated or cut off. */
export const damaged = (file: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const place = fc.nat(Math.max(0, file.length - 1));
  const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 127, 128, 255));
  const changes = fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 6 });
  const changed = changes.map((all) => {
    const bytes = file.slice();
    for (const [at, value] of all) bytes[at] = value;
    return bytes;
  });
  const words = fc
    .tuple(place, fc.constantFrom(0, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8))
    .map(([at, word]) => {
      const bytes = file.slice();
      const start = Math.max(0, Math.min(bytes.length - 4, at & ~3));
      if (bytes.length >= 4) new DataView(bytes.buffer).setUint32(start, word, true);
      return bytes;
    });
  const cut = place.map((length) => file.slice(0, length));
  const joined = (before: Uint8Array, after: Uint8Array) => new Uint8Array([...before, ...after]);
  const without = fc
    .tuple(place, fc.nat(8))
    .map(([at, count]) => joined(file.slice(0, at), file.slice(at + count)));
  const repeated = fc
    .tuple(place, fc.nat(20))
    .map(([at, count]) => joined(file.slice(0, at + count), file.slice(at)));
  return fc.oneof({ weight: 4, arbitrary: changed }, { weight: 2, arbitrary: words }, cut, without, repeated);
};

type ErrorClass = new (message: string) => GoalDrivenError;

/** Expects of every damaged file either a result or an error of this class that says where. */
export function meetsDamage(
  files: readonly Uint8Array[],
  Failure: ErrorClass,
  read: (bytes: Uint8Array) => unknown,
): void {
  fc.assert(
    fc.property(fc.constantFrom(...files).chain(damaged), (bytes) => {
      try {
        read(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: CASES },
  );
}
