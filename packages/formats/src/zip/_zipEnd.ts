import { DataError } from '@goal-driven/core/arrays';
import { readRange, type ByteSource } from '../ByteSource';

const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT = 65_535;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;

export type ZipEnd = { readonly start: number; readonly size: number; readonly count: number };

/**
 * Where the directory of a zip archive lies, bytes, and how many files it lists.
 *
 * @throws DataError when the archive does not end with its directory, or is in parts
 */
export async function zipEnd(source: ByteSource, archive: string): Promise<ZipEnd> {
  const tailBytes = Math.min(source.size, END_BYTES + MAX_COMMENT + LOCATOR_BYTES);
  const tailStart = source.size - tailBytes;
  const tail = await readRange(source, tailStart, tailBytes, `${archive}: the end of the archive`);
  const view = new DataView(tail.buffer);
  const end = endRecord(view, archive, source.size);
  const parts = [view.getUint16(end + 4, true), view.getUint16(end + 6, true)];
  const counts = [view.getUint16(end + 8, true), view.getUint16(end + 10, true)];
  if ((parts[0] !== 0 && parts[0] !== 0xffff) || parts[1] !== parts[0] || counts[0] !== counts[1])
    throw new DataError(`${archive}: a zip archive must be in one part, got more at byte ${tailStart + end}`);
  const short = {
    start: view.getUint32(end + 16, true),
    size: view.getUint32(end + 12, true),
    count: counts[1]!,
  };
  const isLong = short.start === 0xffffffff || short.size === 0xffffffff || short.count === 0xffff;
  const hasLocator = end >= LOCATOR_BYTES && view.getUint32(end - LOCATOR_BYTES, true) === LOCATOR;
  const found =
    isLong && hasLocator
      ? await longEnd(source, view.getBigUint64(end - LOCATOR_BYTES + 8, true), archive)
      : { ...short, limit: tailStart + end };
  if (found.start + found.size > found.limit)
    throw new DataError(
      `${archive}: the zip directory must end before byte ${found.limit}, got ${found.size} bytes from byte ${found.start}`,
    );
  return found;
}

function endRecord(view: DataView, archive: string, total: number): number {
  for (let offset = view.byteLength - END_BYTES; offset >= 0; offset--) {
    if (
      view.getUint32(offset, true) === END &&
      offset + END_BYTES + view.getUint16(offset + 20, true) === view.byteLength
    )
      return offset;
  }
  throw new DataError(
    `${archive}: a zip archive must end with its directory, got none in ${total} bytes; the file is truncated or no archive`,
  );
}

async function longEnd(
  source: ByteSource,
  at: bigint,
  archive: string,
): Promise<ZipEnd & { readonly limit: number }> {
  const bytes = await readRange(source, Number(at), END64_BYTES, `${archive}: the long end of the archive`);
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== END64)
    throw new DataError(`${archive}: the long end of the archive must begin at byte ${at}, got other bytes`);
  const [count, size, start] = [32, 40, 48].map((field) => Number(view.getBigUint64(field, true))) as [
    number,
    number,
    number,
  ];
  if (![count, size, start].every(Number.isSafeInteger))
    throw new DataError(`${archive}: the zip directory must have a possible size, got ${size} at byte ${at}`);
  return { start, size, count, limit: Number(at) };
}
