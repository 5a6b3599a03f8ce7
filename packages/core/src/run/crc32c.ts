import { slicedCrc } from '../slicedCrc';

// The Castagnoli polynomial, bits reversed (RFC 3720, appendix B.4).
const POLYNOMIAL = 0x82f63b78;

/** CRC-32C of bytes, an unsigned 32-bit integer. */
export const crc32c = slicedCrc(POLYNOMIAL);

/** The masked form that TFRecord files hold, so that a CRC of bytes with CRCs in them stays good. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
