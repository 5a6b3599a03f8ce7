import fc from 'fast-check';

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
