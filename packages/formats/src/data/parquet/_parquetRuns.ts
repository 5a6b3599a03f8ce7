import { DataError } from '@goal-driven/core/arrays';

/** Bytes with a place in them. */
export type Cursor = { readonly bytes: Uint8Array; offset: number };

/**
 * Values in runs: of one value each, or packed by bits. No run is believed to be longer than what is asked for.
 *
 * @param width bits of a value, 0 to 32
 * @param count values that there must be
 * @throws DataError where runs end too early, or one is longer
 * @source Parquet, Encodings, RLE / bit-packing hybrid
 * @differs from hyparquet, which writes as many values as a run claims
 */
export function parquetRuns(
  cursor: Cursor,
  { width, count, end }: { readonly width: number; readonly count: number; readonly end: number },
  who: string,
): Uint32Array {
  const { bytes } = cursor;
  const values = new Uint32Array(count);
  const fail = (must: string, got: unknown): never => {
    throw new DataError(`${who}: ${must}, got ${String(got)} at byte ${cursor.offset} of the page`);
  };
  const next = (): number =>
    cursor.offset < end ? bytes[cursor.offset++]! : fail('runs must be whole', 'their end');
  if (!(width >= 0 && width <= 32)) fail('values must have at most 32 bits', width);
  let filled = 0;
  while (filled < count) {
    let header = 0;
    for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
      if (shift > 28) fail('a run must have a length of 32 bits', 'a longer one');
      byte = next();
      header += (byte & 127) * 2 ** shift;
    }
    const length = Math.floor(header / 2);
    if (header % 2 === 0) {
      if (length === 0 || length > count - filled)
        fail(`a run must have 1 to ${count - filled} values`, length);
      let value = 0;
      for (let byte = 0; byte < Math.ceil(width / 8); byte++) value += next() * 2 ** (8 * byte);
      values.fill(value, filled, filled + length);
      filled += length;
      continue;
    }
    if (length === 0) fail('packed values must come by eights', 0);
    // What is packed may be filled up beyond what is asked for; its last bytes may be left out.
    const wanted = Math.min(8 * length, count - filled);
    const start = cursor.offset;
    for (let index = 0; index < wanted; index++)
      values[filled++] = bitsAt(bytes, start * 8 + index * width, width, end);
    if (start + Math.ceil((wanted * width) / 8) > end) fail('packed values must be whole', 'their end');
    cursor.offset = Math.min(end, start + length * width);
  }
  return values;
}

/** `width` bits, least significant first, from a place in bits. */
function bitsAt(bytes: Uint8Array, place: number, width: number, end: number): number {
  let value = 0;
  for (let got = 0; got < width;) {
    const at = Math.floor((place + got) / 8);
    const skip = (place + got) % 8;
    const take = Math.min(8 - skip, width - got);
    if (at >= end) return 0; // the caller says so
    value += ((bytes[at]! >> skip) & (2 ** take - 1)) * 2 ** got;
    got += take;
  }
  return value;
}
