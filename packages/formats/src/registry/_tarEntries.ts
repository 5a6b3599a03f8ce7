import { DataError } from '@goal-driven/core/arrays';
import { isInnerPath } from '../zip/_isInnerPath';

/** A file of a tar archive; its pieces must be read before the next file is asked for. */
export type TarEntry = {
  readonly name: string;
  readonly size: number;
  pieces(): AsyncIterable<Uint8Array>;
};

const BLOCK = 512;
/** Longest name that is read, bytes. */
const MAX_NAME = 4096;
const KINDS = { file: ['0', '\0', '7'], folder: ['5'], longName: ['L'], pax: ['x'], global: ['g'] };

/**
 * The files of a tar archive in its order: ustar, the long names of GNU, pax. Folders are left out; links and devices are
 * refused, for a link may lead out of the folder that the archive is unpacked into.
 *
 * @param chunks the archive, in pieces of any length
 * @throws DataError with the byte, for an archive that is damaged or cut off, a name that leaves its folder, another kind
 * @source POSIX.1-2008, pax and ustar interchange formats; GNU tar manual, type L
 */
export async function* tarEntries(
  chunks: AsyncIterable<Uint8Array>,
  archive: string,
): AsyncGenerator<TarEntry, void> {
  const reader = blockReader(chunks, archive);
  const fail = (must: string, got: string): never => {
    throw new DataError(`${archive}: ${must}, got ${got} at byte ${reader.at() - BLOCK}`);
  };
  let told: { readonly name?: string; readonly size?: number } = {};
  for (
    let head = await reader.take(BLOCK);
    head.some((byte) => byte !== 0);
    head = await reader.take(BLOCK)
  ) {
    const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    if (octal(head, 148, 8) !== sum)
      fail('a header must have its checksum', `${octal(head, 148, 8)} of ${sum}`);
    const kind = String.fromCharCode(head[156]!);
    const size = told.size ?? octal(head, 124, 12);
    if (!Number.isSafeInteger(size)) fail('a file must have a possible size', String(size));
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (KINDS.longName.includes(kind) || KINDS.pax.includes(kind)) {
      if (size > 16 * MAX_NAME) fail('what is said of a file must be short', `${size} bytes`);
      const said = await reader.take(size);
      told = { ...told, ...(kind === 'x' ? paxOf(said) : { name: text(said, 0, size) }) };
      await reader.skip(padding);
      continue;
    }
    const prefix = text(head, 257, 5) === 'ustar' ? text(head, 345, 155) : '';
    const name = told.name ?? `${prefix === '' ? '' : `${prefix}/`}${text(head, 0, 100)}`;
    told = {};
    if (KINDS.folder.includes(kind) || KINDS.global.includes(kind)) {
      await reader.skip(size + padding);
      continue;
    }
    if (!KINDS.file.includes(kind))
      fail(`${JSON.stringify(name)} must be a file`, `type ${JSON.stringify(kind)}`);
    if (!isInnerPath(name) || name.length > MAX_NAME)
      fail('a name must stay in its folder', JSON.stringify(name.slice(0, 200)));
    const end = reader.at() + size;
    yield { name: name.replace(/^(\.\/)+/, ''), size, pieces: () => reader.pieces(end) };
    await reader.skip(end - reader.at() + padding);
  }
}

function blockReader(chunks: AsyncIterable<Uint8Array>, archive: string) {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest = new Uint8Array(0);
  let at = 0;
  const some = async (most: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done === true)
        throw new DataError(
          `${archive}: a tar archive must end with empty blocks, got its end at byte ${at}`,
        );
      rest = new Uint8Array(next.value);
    }
    const piece = rest.subarray(0, most);
    rest = rest.subarray(piece.length);
    at += piece.length;
    return piece;
  };
  async function* pieces(end: number) {
    while (at < end) yield await some(end - at);
  }
  return {
    at: () => at,
    pieces,
    take: async (length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(length);
      let filled = 0;
      for await (const piece of pieces(at + length)) {
        bytes.set(piece, filled);
        filled += piece.length;
      }
      return bytes;
    },
    skip: async (length: number): Promise<void> => {
      for await (const _ of pieces(at + length));
    },
  };
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const zero = field.indexOf(0);
  return new TextDecoder().decode(zero < 0 ? field : field.subarray(0, zero));
}

/** A number in octal digits; NaN for anything else, such as the binary numbers of files beyond 8 GiB. */
function octal(bytes: Uint8Array, start: number, length: number): number {
  const digits = text(bytes, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}

/** Name and size, of records `30 path=...\n`. */
function paxOf(bytes: Uint8Array): { readonly name?: string; readonly size?: number } {
  const records = text(bytes, 0, bytes.length).split('\n');
  const said = new Map(
    records
      .map((record) => /^\d+ ([^=]+)=([^]*)$/.exec(record)?.slice(1) as [string, string])
      .filter(Boolean),
  );
  const [name, size] = [said.get('path'), said.get('size')];
  return { ...(name !== undefined && { name }), ...(size !== undefined && { size: Number(size) }) };
}
