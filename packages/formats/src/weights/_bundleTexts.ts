import { DataError, maskedCrc32c, sizeOf } from '@goal-driven/core/arrays';
import { byteReader } from './_byteReader';
import type { BundleEntry } from './_bundleEntry';

/**
 * A tensor of strings: their lengths, a checksum of the lengths, the strings.
 *
 * @throws DataError for lengths that do not fill the bytes, or another checksum
 * @source TensorFlow, core/util/tensor_bundle/tensor_bundle.cc, WriteStringTensor
 */
export function bundleTexts(
  bytes: Uint8Array,
  { shape, crc, offset, size }: BundleEntry,
  who: string,
): { readonly values: readonly Uint8Array[]; readonly shape: readonly number[] } {
  const count = sizeOf(shape);
  if (!(count <= size))
    throw new DataError(`${who} must have at most ${size} strings, got ${count}, at byte ${offset}`);
  const reader = byteReader(bytes, who, offset);
  const lengths = Array.from({ length: count }, () => reader.varint());
  const widths = lengths.map((length) => {
    if (length >= 2 ** 32) reader.fail('have strings below 4 GiB', length);
    return length;
  });
  // The checksum is of the lengths as 32-bit integers, whatever they take in the file.
  const sizes = new DataView(new ArrayBuffer(4 * count));
  widths.forEach((length, index) => sizes.setUint32(4 * index, length, true));
  const stored = reader.uint32();
  const got = maskedCrc32c(new Uint8Array(sizes.buffer));
  if (stored !== got) reader.fail(`have checksum ${stored.toString(16)} of its lengths`, got.toString(16));
  const total = widths.reduce((sum, length) => sum + length, 0);
  if (total !== reader.left()) reader.fail(`hold ${total} bytes of strings`, reader.left());
  const values = widths.map((length) => reader.take(length));
  const checked = new Uint8Array(4 * count + 4 + total);
  checked.set(new Uint8Array(sizes.buffer));
  new DataView(checked.buffer).setUint32(4 * count, stored, true);
  checked.set(bytes.subarray(size - total), 4 * count + 4);
  if (maskedCrc32c(checked) !== crc)
    throw new DataError(
      `${who} must have checksum ${crc.toString(16)}, got ${maskedCrc32c(checked).toString(16)}, ${size} bytes from byte ${offset}`,
    );
  return { values, shape };
}
