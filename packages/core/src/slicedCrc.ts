/** How many bytes a step takes. */
const STEP = 16;

const NO_WORDS = new Int32Array(0);
const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The 32-bit cyclic redundancy check of a polynomial, of which the lowest bit is the highest power; sixteen bytes a step.
 *
 * @returns bytes to an unsigned 32-bit integer, begun with and inverted by ones
 * @source Kounavis and Berry 2005, A systematic approach to building high performance software-based CRC generators
 */
export function slicedCrc(polynomial: number): (bytes: Uint8Array) => number {
  const tables = tablesOf(polynomial);
  const first = tables.subarray(0, 256);
  return (bytes) => {
    let crc = -1;
    let at = hostIsLittleEndian ? Math.min(bytes.length, -bytes.byteOffset & 3) : bytes.length;
    for (let index = 0; index < at; index++) crc = (crc >>> 8) ^ first[(crc ^ bytes[index]!) & 0xff]!;
    const count = (bytes.length - at) >> 2;
    const words = count === 0 ? NO_WORDS : new Int32Array(bytes.buffer, bytes.byteOffset + at, count);
    let word = 0;
    for (const last = words.length - 4; word <= last; word += 4) {
      const a = words[word]! ^ crc;
      const b = words[word + 1]!;
      const c = words[word + 2]!;
      const d = words[word + 3]!;
      crc =
        tables[3840 + (a & 0xff)]! ^
        tables[3584 + ((a >>> 8) & 0xff)]! ^
        tables[3328 + ((a >>> 16) & 0xff)]! ^
        tables[3072 + (a >>> 24)]! ^
        tables[2816 + (b & 0xff)]! ^
        tables[2560 + ((b >>> 8) & 0xff)]! ^
        tables[2304 + ((b >>> 16) & 0xff)]! ^
        tables[2048 + (b >>> 24)]! ^
        tables[1792 + (c & 0xff)]! ^
        tables[1536 + ((c >>> 8) & 0xff)]! ^
        tables[1280 + ((c >>> 16) & 0xff)]! ^
        tables[1024 + (c >>> 24)]! ^
        tables[768 + (d & 0xff)]! ^
        tables[512 + ((d >>> 8) & 0xff)]! ^
        tables[256 + ((d >>> 16) & 0xff)]! ^
        tables[d >>> 24]!;
    }
    for (at += 4 * word; at < bytes.length; at++) crc = (crc >>> 8) ^ first[(crc ^ bytes[at]!) & 0xff]!;
    return ~crc >>> 0;
  };
}

/** For each byte and each place that it has in a step what it does to the remainder; signed, so that none is a double. */
function tablesOf(polynomial: number): Int32Array {
  const tables = new Int32Array(STEP * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    tables[byte] = remainder;
  }
  for (let entry = 256; entry < tables.length; entry++) {
    const before = tables[entry - 256]!;
    tables[entry] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}

/** CRC-32 of bytes, as zip and PNG have it. */
export const crc32 = slicedCrc(0xedb88320);
