import { crc32, DataError } from '@goal-driven/core/arrays';
import { readRange, readSummedRange, type ByteSource } from '../ByteSource';
import { inflateExactly } from './inflateExactly';
import type { ZipRecord } from './zipDirectory';

const LOCAL = 0x04034b50;
const LOCAL_HEAD = 30;

/**
 * The bytes of one file of an archive, with their checksum verified; they fill a buffer of their own.
 *
 * @param archive what errors call the archive
 * @param checksum false leaves that of a stored file unread
 * @throws DataError for a header that is none, bytes beyond the archive, a broken stream, another checksum
 */
export async function readZipEntry(
  source: ByteSource,
  { name, deflated, crc, packed, size, local }: ZipRecord,
  archive: string,
  checksum = true,
): Promise<Uint8Array<ArrayBuffer>> {
  const who = `${archive}: entry ${JSON.stringify(name)}`;
  const head = new DataView((await readRange(source, local, LOCAL_HEAD, who)).buffer);
  if (head.getUint32(0, true) !== LOCAL)
    throw new DataError(`${who} must begin with its header at byte ${local}, got other bytes`);
  const start = local + LOCAL_HEAD + head.getUint16(26, true) + head.getUint16(28, true);
  if (!checksum && !deflated) return readRange(source, start, packed, who);
  const { bytes, sum } = deflated
    ? summed(inflateExactly(await readRange(source, start, packed, who), size, who))
    : await readSummedRange(source, start, packed, who);
  if (sum !== crc)
    throw new DataError(
      `${who} must have checksum ${crc.toString(16)}, got ${sum.toString(16)}, ${packed} bytes from byte ${start}`,
    );
  return bytes;
}

const summed = (bytes: Uint8Array<ArrayBuffer>) => ({ bytes, sum: crc32(bytes) });
