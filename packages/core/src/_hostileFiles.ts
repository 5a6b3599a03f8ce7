import fc from 'fast-check';
import type { NdArray, TypedArray } from './NdArray';

/** For specs: arrays of every type and of zero to three axes, any bits. */
export const typedArray: fc.Arbitrary<NdArray<TypedArray>> = fc
  .tuple(
    fc.constantFrom(
      ...[Float64Array, Float32Array, Int8Array, Int16Array, Int32Array],
      ...[BigInt64Array, Uint8Array, Uint16Array, Uint32Array, BigUint64Array],
    ),
    fc.array(fc.nat(4), { maxLength: 3 }),
  )
  .chain(([Values, shape]) => {
    const length = shape.reduce((size, axis) => size * axis, 1) * Values.BYTES_PER_ELEMENT;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => ({ values: new Values(bytes.slice().buffer), shape }));
  });

/** For specs: how many damaged files a reader meets; in the long job (`npm run fuzz`) GOAL_DRIVEN_FUZZ=10000. */
export const fuzzCases = Number(process.env['GOAL_DRIVEN_FUZZ'] ?? 500);
export const FUZZ_TIME = 600_000;

/** For specs: a file with bytes changed, removed, repeated or cut off. */
export const mutated = (file: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const place = fc.nat(Math.max(0, file.length - 1));
  const change = fc.record({ at: place, byte: fc.integer({ min: 0, max: 255 }) });
  const changed = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    const bytes = file.slice();
    for (const { at, byte } of changes) bytes[at] = byte;
    return bytes;
  });
  const cut = place.map((length) => file.slice(0, length));
  const without = fc
    .tuple(place, fc.nat(8))
    .map(([at, count]) => new Uint8Array([...file.slice(0, at), ...file.slice(at + count)]));
  const repeated = fc
    .tuple(place, fc.nat(20))
    .map(([at, count]) => new Uint8Array([...file.slice(0, at + count), ...file.slice(at)]));
  return fc.oneof({ weight: 4, arbitrary: changed }, cut, without, repeated);
};
