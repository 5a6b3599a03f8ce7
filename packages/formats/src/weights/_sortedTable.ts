import { DataError, maskedCrc32c } from '@goal-driven/core/arrays';
import { byteReader, type ByteReader } from './_byteReader';
import { snappy } from './_snappy';

/** A key, one character a byte, with its value and the byte of the file where its block begins. */
export type TableEntry = { readonly key: string; readonly value: Uint8Array; readonly block: number };

const FOOTER = 48;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const TRAILER = 5;

/** What an entry costs beside its key, bytes, roughly. */
const ENTRY_BYTES = 256;

/** What a file may unpack to: keys leave out what they share with those before, and blocks may be packed besides. */
const mostUnpacked = (bytes: number): number => 4 * bytes + 2 ** 24;

/**
 * The entries of a table of sorted keys as LevelDB and TensorFlow write them, blocks plain or packed by Snappy, with
 * checksums verified.
 *
 * @param name what errors call the file
 * @throws DataError with the byte: for a file that is no such table, is cut off or changed, whose keys do not ascend, or
 *   unpacks to more than four times its length and 16 MiB
 * @source google/leveldb, doc/table_format.md
 */
export function sortedTable(bytes: Uint8Array, name: string): TableEntry[] {
  const start = bytes.length - FOOTER;
  if (start < 0 || !MAGIC.every((byte, index) => bytes[start + 40 + index] === byte))
    throw new DataError(
      `${name}: a table must end with its magic number, got other bytes at byte ${Math.max(0, bytes.length - 8)}; the file is cut off or no table`,
    );
  const footer = byteReader(bytes.subarray(start, start + 40), `${name}: the footer of the table`, start);
  handleOf(footer); // of blocks with filters and the like, which nobody needs to read all entries
  const budget = { left: mostUnpacked(bytes.length) };
  const entries: TableEntry[] = [];
  for (const { value, block } of blockEntries(bytes, handleOf(footer), name, budget)) {
    const handle = handleOf(byteReader(value, `${name}: a place in the index of the table`, block));
    for (const entry of blockEntries(bytes, handle, name, budget)) entries.push(entry);
  }
  for (let index = 1; index < entries.length; index++) {
    if (entries[index]!.key <= entries[index - 1]!.key)
      throw new DataError(
        `${name}: keys of a table must ascend, got ${JSON.stringify(entries[index]!.key.slice(0, 100))} in the block at byte ${entries[index]!.block}`,
      );
  }
  return entries;
}

type Handle = { readonly start: number; readonly size: number };

const handleOf = (reader: ByteReader): Handle => ({ start: reader.varint(), size: reader.varint() });

type Budget = { left: number };

function blockEntries(bytes: Uint8Array, handle: Handle, name: string, budget: Budget): TableEntry[] {
  const who = `${name}: the block at byte ${handle.start}`;
  const content = blockOf(bytes, handle, who, budget);
  const tail = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const restarts = content.length < 4 ? Infinity : tail.getUint32(content.length - 4, true);
  const end = content.length - 4 - 4 * restarts;
  if (!(end >= 0)) throw new DataError(`${who} must end with its restarts, got ${restarts} of them`);
  const reader = byteReader(content.subarray(0, end), who, handle.start);
  const entries: TableEntry[] = [];
  let key = '';
  while (reader.left() > 0) {
    const [shared, rest, length] = [reader.varint(), reader.varint(), reader.varint()];
    if (shared > key.length) reader.fail('share keys with what came before', `${shared} of ${key.length}`);
    const own = reader.take(rest);
    budget.left -= shared + rest + ENTRY_BYTES;
    if (budget.left < 0) reader.fail('unpack, with all others, to at most four times the file', 'more');
    key = key.slice(0, shared) + latin1(own);
    entries.push({ key, value: reader.take(length), block: handle.start });
  }
  return entries;
}

/** The content of a block, checked and unpacked. */
function blockOf(bytes: Uint8Array, { start, size }: Handle, who: string, budget: Budget): Uint8Array {
  if (start + size + TRAILER > bytes.length - FOOTER)
    throw new DataError(`${who} must end before the footer of the table, got ${size} bytes`);
  const [kind] = [bytes[start + size]!];
  const checksum = new DataView(bytes.buffer, bytes.byteOffset + start + size + 1, 4).getUint32(0, true);
  const got = maskedCrc32c(bytes.subarray(start, start + size + 1));
  if (got !== checksum)
    throw new DataError(`${who} must have checksum ${checksum.toString(16)}, got ${got.toString(16)}`);
  if (kind !== 0 && kind !== 1)
    throw new DataError(`${who} must be plain or packed by Snappy, got compression ${kind}`);
  const packed = bytes.subarray(start, start + size);
  if (kind === 0) return packed;
  const content = snappy(packed, who, start, budget.left);
  budget.left -= content.length;
  return content;
}

/** One character a byte: keys of slices are no text, and as such characters sort as their bytes do. */
const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};
