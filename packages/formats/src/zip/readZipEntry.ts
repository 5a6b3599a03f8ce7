import { crc32, DataError } from '@goal-driven/core/arrays';
import { readRange, type ByteSource } from '../ByteSource';
import { inflateExactly } from './inflateExactly';
import type { ZipRecord } from './zipDirectory';

const LOCAL = 0x04034b50;
const LOCAL_HEAD = 30;

/**
 * The bytes of one file of an archive, with their checksum verified; they fill a buffer of their own.
 *
 * @param archive what errors call the archive
 * @throws DataError for a header that is none, bytes beyond the archive, a broken stream, another checksum
 */
export async function readZipEntry(
  source: ByteSource,
  { name, deflated, crc, packed, size, local }: ZipRecord,
  archive: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const who = `${archive}: entry ${JSON.stringify(name)}`;
  const head = new DataView((await readRange(source, local, LOCAL_HEAD, who)).buffer);
  if (head.getUint32(0, true) !== LOCAL)
    throw new DataError(`${who} must begin with its header at byte ${local}, got other bytes`);
  const start = local + LOCAL_HEAD + head.getUint16(26, true) + head.getUint16(28, true);
  const raw = await readRange(source, start, packed, who);
  const bytes = deflated ? inflateExactly(raw, size, who) : raw;
  const got = (source.crc32 ?? crc32)(bytes);
  if (got !== crc)
    throw new DataError(
      `${who} must have checksum ${crc.toString(16)}, got ${got.toString(16)}, ${packed} bytes from byte ${start}`,
    );
  return bytes;
}
