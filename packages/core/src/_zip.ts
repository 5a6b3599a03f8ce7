import { Inflate } from 'fflate';
import { DataError } from './errors';
import { crc32 } from './slicedCrc';

export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 65_535;
/** Deflate makes at most 1032 bytes of one. */
const MAX_RATIO = 1032;
const PIECE = 65_536;

type Record = { name: string; method: number; crc: number; packed: number; size: number; local: number };

/**
 * The files of a zip archive, stored or deflated, each with its checksum verified. fflate inflates;
 * the archive's tables are read here, so that sizes are known to be possible before memory is asked for.
 *
 * @param archive what errors call the archive
 * @param maxBytes bound on the inflated bytes of all files together
 * @throws DataError for anything but a whole, plain archive below 4 GiB
 * @source PKWARE APPNOTE 6.3
 */
export function* unzip(bytes: Uint8Array, archive: string, maxBytes: number): Generator<ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = centralDirectory(view, bytes, archive);
  const total = records.reduce((sum, { size }) => sum + size, 0);
  if (total > maxBytes) {
    throw new DataError(
      `${archive}: the archive must inflate to at most maxBytes = ${maxBytes} bytes, got ${total}`,
    );
  }
  for (const record of records) {
    yield { name: record.name, bytes: inflated(record, packedBytes(record, view, bytes, archive), archive) };
  }
}

function centralDirectory(view: DataView, bytes: Uint8Array, archive: string): Record[] {
  const end = endRecord(view, archive);
  const count = view.getUint16(end + 10, true);
  const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  if (
    view.getUint16(end + 4, true) !== 0 ||
    view.getUint16(end + 8, true) !== count ||
    count === 0xffff ||
    start === 0xffffffff
  ) {
    throw new DataError(
      `${archive}: a zip archive must be in one part and below 4 GiB and 65535 files, got another at byte ${end}`,
    );
  }
  if (start + size > end) {
    throw new DataError(
      `${archive}: the zip directory must end before byte ${end}, got ${size} bytes from byte ${start}`,
    );
  }
  const records: Record[] = [];
  let offset = start;
  for (let index = 0; index < count; index++) {
    if (offset + 46 > start + size || view.getUint32(offset, true) !== CENTRAL) {
      throw new DataError(
        `${archive}: the zip directory must list ${count} files, got no entry ${index} at byte ${offset}`,
      );
    }
    const lengths = [28, 30, 32].map((field) => view.getUint16(offset + field, true)) as [
      number,
      number,
      number,
    ];
    const next = offset + 46 + lengths[0] + lengths[1] + lengths[2];
    if (next > start + size)
      throw new DataError(
        `${archive}: entry ${index} of the zip directory must fit in it, got its end at byte ${next}`,
      );
    records.push(recordAt(view, offset, bytes.subarray(offset + 46, offset + 46 + lengths[0]), archive));
    offset = next;
  }
  return records;
}

function endRecord(view: DataView, archive: string): number {
  const last = view.byteLength - END_BYTES;
  for (let offset = last; offset >= Math.max(0, last - MAX_COMMENT); offset--) {
    if (
      view.getUint32(offset, true) === END &&
      offset + END_BYTES + view.getUint16(offset + 20, true) === view.byteLength
    )
      return offset;
  }
  throw new DataError(
    `${archive}: a zip archive must end with its directory, got none in ${view.byteLength} bytes; the file is truncated or no archive`,
  );
}

function recordAt(view: DataView, offset: number, rawName: Uint8Array, archive: string): Record {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(rawName);
  } catch {
    throw new DataError(
      `${archive}: names in a zip archive must be UTF-8, got other bytes at byte ${offset + 46}`,
    );
  }
  const [flags, method] = [view.getUint16(offset + 8, true), view.getUint16(offset + 10, true)];
  const [crc, packed, size] = [16, 20, 24].map((field) => view.getUint32(offset + field, true)) as [
    number,
    number,
    number,
  ];
  const fail = (what: string): never => {
    throw new DataError(`${archive}: entry ${JSON.stringify(name)} must ${what} (byte ${offset})`);
  };
  if ((flags & 0x2041) !== 0) fail('not be encrypted');
  if (method !== 0 && method !== 8) fail(`be stored or deflated, got method ${method}`);
  if (size === 0xffffffff || packed === 0xffffffff) fail('be below 4 GiB');
  if (method === 0 ? size !== packed : size > packed * MAX_RATIO)
    fail(`have a possible size, got ${size} bytes from ${packed}`);
  return { name, method, crc, packed, size, local: view.getUint32(offset + 42, true) };
}

function packedBytes(
  { name, packed, local }: Record,
  view: DataView,
  bytes: Uint8Array,
  archive: string,
): Uint8Array {
  const fits = local + 30 <= view.byteLength && view.getUint32(local, true) === LOCAL;
  const start = fits
    ? local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    : Infinity;
  if (start + packed > view.byteLength) {
    throw new DataError(
      `${archive}: entry ${JSON.stringify(name)} must lie within the ${view.byteLength} bytes of the archive, got ${packed} bytes from byte ${local}`,
    );
  }
  return bytes.subarray(start, start + packed);
}

function inflated({ name, method, crc, size }: Record, packed: Uint8Array, archive: string): Uint8Array {
  const who = `${archive}: entry ${JSON.stringify(name)}`;
  const bytes = method === 0 ? packed : inflate(packed, size, who);
  const got = crc32(bytes);
  if (got !== crc)
    throw new DataError(`${who} must have checksum ${crc.toString(16)}, got ${got.toString(16)}`);
  return bytes;
}

/** Piece by piece, so that a stream longer than it says stops after one piece too many. */
function inflate(packed: Uint8Array, size: number, who: string): Uint8Array {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    if (filled + piece.length > size) throw new DataError(`${who} must inflate to ${size} bytes, got more`);
    bytes.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let start = 0; start === 0 || start < packed.length; start += PIECE) {
      stream.push(packed.subarray(start, start + PIECE), start + PIECE >= packed.length);
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(
      `${who} must be a whole deflate stream, got one that fails: ${(error as Error).message}`,
    );
  }
  if (filled !== size) throw new DataError(`${who} must inflate to ${size} bytes, got ${filled}`);
  return bytes;
}
