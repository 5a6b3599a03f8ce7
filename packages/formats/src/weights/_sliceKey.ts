import type { Extent } from './_bundleEntry';

/**
 * The key under which a slice of a tensor stands in a bundle's index, one character a byte: 0, the name, the number of
 * axes, and start and length of each, in a coding whose bytes sort as the values do.
 *
 * @param name one character a byte
 * @source TensorFlow, core/util/saved_tensor_slice_util.cc, EncodeTensorNameSlice; tsl/lib/strings/ordered_code.cc
 */
export function sliceKey(name: string, extents: readonly Extent[]): string {
  const parts = extents.flatMap(({ start, length = -1 }) => [signed(start), signed(length)]);
  return [unsigned(0), text(name), unsigned(extents.length), ...parts].join('');
}

/** How many bytes, then the bytes, most significant first. */
function unsigned(value: number): string {
  const bytes: number[] = [];
  for (let left = value; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return String.fromCharCode(bytes.length, ...bytes);
}

const text = (value: string): string =>
  `${value.replaceAll(/[\0\xff]/g, (byte) => (byte === '\0' ? '\0\xff' : '\xff\0'))}\0\x01`;

/**
 * Two's complement in as few bytes as hold a prefix too: a run of ones as long as the number of bytes, which a sign of
 * zeros ends; all bits of it inverted for negative numbers, so that those sort before.
 */
function signed(value: number): string {
  const magnitude = BigInt(value < 0 ? ~value : value);
  let length = 1;
  while (magnitude >= 1n << BigInt(7 * length - 1)) length++;
  const bits = BigInt(8 * length);
  const ones = ((1n << BigInt(length)) - 1n) << (bits - BigInt(length));
  const coded = BigInt.asUintN(8 * length, BigInt(value)) ^ ones;
  const bytes = Array.from({ length }, (_, index) =>
    Number((coded >> (bits - 8n * BigInt(index + 1))) & 0xffn),
  );
  return String.fromCharCode(...bytes);
}
