import { halfFromFloat, LARGEST_HALF } from './_halfFromFloat';
import { DataError } from './errors';

/**
 * Numbers of single precision, in any shape, rounded to half precision, as the 16 bits of each.
 *
 * @param who what errors call the numbers
 * @throws DataError for a finite number that half precision has none near
 */
export function halfBits(values: Float32Array, who: string): Uint16Array<ArrayBuffer> {
  const bits = Uint16Array.from(values, halfFromFloat);
  const beyond = values.findIndex(
    (value, index) => (bits[index]! & 0x7fff) === 0x7c00 && Number.isFinite(value),
  );
  if (beyond < 0) return bits;
  throw new DataError(
    `${who} must be within ${LARGEST_HALF} of 0 for half precision, got ${values[beyond]} at element ${beyond}`,
  );
}
