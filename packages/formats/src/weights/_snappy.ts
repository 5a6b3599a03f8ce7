import { byteReader } from './_byteReader';

/** The longest copy makes 64 bytes of 3. */
const MAX_RATIO = 22;

/**
 * Uncompresses one block of Snappy.
 *
 * @param who what errors call the block
 * @param origin the byte of the file where it begins
 * @param most bytes that it may become
 * @throws DataError with the byte, for a block that is not of the length that it says, is longer than `most`, or copies from
 *   before its beginning
 * @source google/snappy, format_description.txt
 */
export function snappy(
  packed: Uint8Array,
  who: string,
  origin: number,
  most = Infinity,
): Uint8Array<ArrayBuffer> {
  const reader = byteReader(packed, who, origin);
  const size = reader.varint();
  if (size > packed.length * MAX_RATIO)
    reader.fail(`have a possible length for its ${packed.length} bytes`, `${size}`);
  if (size > most) reader.fail(`uncompress, with all others, to ${most} bytes`, size);
  const bytes = new Uint8Array(size);
  let filled = 0;
  const number = (length: number) => reader.take(length).reduceRight((value, byte) => value * 256 + byte, 0);
  const literal = (code: number): void => {
    const length = (code < 60 ? code : number(code - 59)) + 1;
    if (length > size - filled) reader.fail(`uncompress to ${size} bytes`, 'more');
    bytes.set(reader.take(length), filled);
    filled += length;
  };
  const copy = (length: number, back: number): void => {
    if (length > size - filled) reader.fail(`uncompress to ${size} bytes`, 'more');
    if (back === 0 || back > filled)
      reader.fail('copy from within itself', `${back} bytes back of ${filled}`);
    for (const end = filled + length; filled < end; filled++) bytes[filled] = bytes[filled - back]!; // may overlap
  };
  while (reader.left() > 0) {
    const tag = reader.take(1)[0]!;
    const code = tag >> 2;
    if ((tag & 3) === 0) literal(code);
    else if ((tag & 3) === 1) copy((code & 7) + 4, (code >> 3) * 256 + number(1));
    else copy(code + 1, number((tag & 3) === 2 ? 2 : 4));
  }
  if (filled !== size) reader.fail(`uncompress to ${size} bytes`, filled);
  return bytes;
}
