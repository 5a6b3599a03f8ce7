import { unzlibSync, zlibSync } from 'fflate';

/** Node's function of this name, for browsers. */
export const deflateSync = (
  data: Uint8Array,
  { level = 6 }: { level?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 } = {},
) => zlibSync(data, { level });

/** Node's function of this name, for browsers. */
export const inflateSync = (data: Uint8Array) => unzlibSync(data);

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Node's function of this name, for browsers. */
export function crc32(data: Uint8Array, before = 0): number {
  let sum = ~before;
  for (const byte of data) sum = table[(sum ^ byte) & 255]! ^ (sum >>> 8);
  return ~sum >>> 0;
}
