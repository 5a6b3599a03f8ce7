import { DataError } from '@goal-driven/core/arrays';
import { readRange, type ByteSource } from '../ByteSource';
import { isInnerPath } from './_isInnerPath';
import { zipEnd } from './_zipEnd';

/** One file of an archive, as its directory tells of it; sizes and places in bytes. */
export type ZipRecord = {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly local: number;
};

const CENTRAL = 0x02014b50;
const HEAD = 46;
const LOCAL_HEAD = 30;
/** Deflate makes at most 1032 bytes of one. */
const MAX_RATIO = 1032;
const MAX_DIRECTORY = 2 ** 26;

/**
 * The directory of a zip archive by name, also beyond 4 GiB. Sizes are found to be possible before memory is asked for:
 * files do not overlap, and what is deflated inflates to at most four times the archive and a megabyte.
 *
 * @param archive what errors call the archive
 * @throws DataError with the byte, for an archive that is truncated, encrypted, in parts, packed by another method, or
 *   has a name twice or one that leaves its folder
 * @source PKWARE APPNOTE 6.3
 */
export async function zipDirectory(
  source: ByteSource,
  archive: string,
): Promise<ReadonlyMap<string, ZipRecord>> {
  const { start, size, count } = await zipEnd(source, archive);
  if (size > MAX_DIRECTORY || count * HEAD > size)
    throw new DataError(
      `${archive}: the zip directory must list its ${count} files in at most ${MAX_DIRECTORY} bytes, got ${size} from byte ${start}`,
    );
  const bytes = await readRange(source, start, size, `${archive}: the zip directory`);
  const records = new Map<string, ZipRecord>();
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const { record, next } = recordAt(bytes, offset, `${archive}: entry ${index}`, start);
    if (records.has(record.name))
      throw new DataError(
        `${archive}: names in a zip archive must differ, got ${JSON.stringify(record.name)} again at byte ${start + offset}`,
      );
    records.set(record.name, record);
    offset = next;
  }
  checkPlaces([...records.values()], { archive, end: start, total: source.size });
  return records;
}

function recordAt(
  bytes: Uint8Array,
  offset: number,
  who: string,
  start: number,
): { record: ZipRecord; next: number } {
  const fail = (must: string, got: unknown): never => {
    throw new DataError(
      `${who} of the zip directory must ${must}, got ${String(got)} at byte ${start + offset}`,
    );
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + HEAD > bytes.length || view.getUint32(offset, true) !== CENTRAL)
    fail('begin with its signature', 'other bytes');
  const lengths = [28, 30, 32].map((at) => view.getUint16(offset + at, true)) as [number, number, number];
  const [nameEnd, extraEnd] = [offset + HEAD + lengths[0], offset + HEAD + lengths[0] + lengths[1]];
  const next = extraEnd + lengths[2];
  if (next > bytes.length) fail('fit in it', `its end at byte ${start + next}`);
  const name = nameOf(bytes.subarray(offset + HEAD, nameEnd), fail);
  const [flags, method] = [view.getUint16(offset + 8, true), view.getUint16(offset + 10, true)];
  if ((flags & 0x2041) !== 0) fail('not be encrypted', `flags ${flags}`);
  if (method !== 0 && method !== 8) fail('be stored or deflated', `method ${method}`);
  const sizes = [24, 20, 42].map((at) => view.getUint32(offset + at, true)) as [number, number, number];
  const [size, packed, local] = extended(
    sizes,
    new DataView(bytes.buffer, bytes.byteOffset + nameEnd, lengths[1]),
    fail,
  );
  if (method === 0 ? size !== packed : size > packed * MAX_RATIO)
    fail('have a possible size', `${size} bytes from ${packed}`);
  const crc = view.getUint32(offset + 16, true);
  return { record: { name, deflated: method === 8, crc, packed, size, local }, next };
}

function nameOf(raw: Uint8Array, fail: (must: string, got: unknown) => never): string {
  let name = '';
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    fail('have a name in UTF-8', 'other bytes');
  }
  // Folders have entries of their own, which end in /.
  if (!isInnerPath(name.replace(/\/$/, '')))
    fail('have a name that stays in its folder', JSON.stringify(name.slice(0, 200)));
  return name;
}

/** Sizes and place with their 64 bits, where 32 were not enough: they follow in this order, only those that are needed. */
function extended(
  short: readonly [number, number, number],
  extra: DataView,
  fail: (must: string, got: unknown) => never,
): [number, number, number] {
  if (!short.includes(0xffffffff)) return [...short];
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    const end = Math.min(field + extra.getUint16(at + 2, true), extra.byteLength);
    return short.map((value) => {
      if (value !== 0xffffffff) return value;
      if (field + 8 > end) return fail('have its sizes in 64 bits', `${end - field} bytes of them`);
      field += 8;
      const long = Number(extra.getBigUint64(field - 8, true));
      return Number.isSafeInteger(long) ? long : fail('have a possible size', long);
    }) as [number, number, number];
  }
  return fail('have its sizes in 64 bits', 'none');
}

function checkPlaces(
  records: readonly ZipRecord[],
  { archive, end, total }: { readonly archive: string; readonly end: number; readonly total: number },
): void {
  const inOrder = records.toSorted((a, b) => a.local - b.local);
  for (const [index, { name, local, packed }] of inOrder.entries()) {
    const limit = inOrder[index + 1]?.local ?? end;
    if (local + LOCAL_HEAD + packed > limit)
      throw new DataError(
        `${archive}: entry ${JSON.stringify(name)} must end before byte ${limit}, got ${packed} bytes after its header at byte ${local}`,
      );
  }
  const inflated = records.reduce((sum, { deflated, size }) => sum + (deflated ? size : 0), 0);
  if (inflated > 4 * total + 2 ** 20)
    throw new DataError(
      `${archive}: deflated files must inflate to at most four times the archive's ${total} bytes and a megabyte, got ${inflated}, by the directory at byte ${end}`,
    );
}
