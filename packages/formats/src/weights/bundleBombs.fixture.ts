import { maskedCrc32c } from '@goal-driven/core/arrays';
import type { HostileFile } from '../../../../memory.shared.ts';
import { readTensorBundle } from './readTensorBundle';
import { blockContent, sealedTable, type TableLine } from './sortedTable.fixture';
import { sliceKey } from './_sliceKey';

/** Of the header: one shard. */
const header: TableLine = ['', [8, 1]];
const MEBI = 2 ** 20;

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const message = (field: number, bytes: readonly number[]) => [
  (field << 3) | 2,
  ...varint(bytes.length),
  ...bytes,
];
const word = (value: number) => [...Buffer.from(Uint32Array.of(value).buffer)];

/** An entry of an index: of type, length, size in bytes and checksum; and more fields. */
const entry = (
  [dtype, length, size, crc]: readonly [number, number, number, number],
  more: readonly number[] = [],
) => [
  ...[8, dtype],
  ...message(2, message(2, [8, ...varint(length)])),
  ...[0x28, ...varint(size), 0x35, ...word(crc)],
  ...more,
];

/** The index, or the shard where that is larger, is the file; the other one is small beside it. */
const bomb = (name: string, index: Uint8Array, shard = new Uint8Array(0)): HostileFile => ({
  name: `TensorBundle, ${name}`,
  file: index.length > shard.length ? index : shard,
  read: () => readTensorBundle({ index, shard: () => shard }),
});

/** A block of Snappy that is one letter over and over, 64 of them for each three bytes, or says that it is. */
function packed(size: number, copies: number): Uint8Array {
  const bytes = [...varint(size), 0, 97];
  const copy = Buffer.alloc(3 * copies, Buffer.from([(63 << 2) | 2, 1, 0]));
  return new Uint8Array(Buffer.concat([Buffer.from(bytes), copy]));
}

/** Strings without a letter: a byte each in the file. */
function emptyStrings(count: number): HostileFile {
  const sizes = maskedCrc32c(new Uint8Array(4 * count));
  const checked = new Uint8Array(4 * count + 4);
  checked.set(word(sizes), 4 * count);
  const shard = new Uint8Array(count + 4);
  shard.set(word(sizes), count);
  const told = entry([7, count, shard.length, maskedCrc32c(checked)]);
  return bomb('strings of nothing', sealedTable(blockContent([header, ['a', told]])), shard);
}

/** A tensor that is said to be made of the same slice again and again. */
function sameSlice(times: number): HostileFile {
  const shard = new Uint8Array(MEBI);
  const extent = message(1, [0x10, ...varint(MEBI)]);
  const parts = Array.from({ length: times }, () => message(7, extent)).flat();
  const slice = sliceKey('a', [{ start: 0, length: MEBI }]);
  const index = blockContent([
    header,
    [slice, entry([4, MEBI, MEBI, maskedCrc32c(shard)])],
    ['a', entry([4, times * MEBI, 0, 0], parts)],
  ]);
  return bomb('a slice that is there again and again', sealedTable(index), shard);
}

/** Names that have all but a letter of the name before. */
function manyNames(count: number): HostileFile {
  const lines: Buffer[] = [Buffer.from([0, 0, 2, 8, 1])];
  for (let index = 0; index < count; index++) {
    const key = Buffer.from(index.toString(16).padStart(5, '0'));
    lines.push(Buffer.from([0, 5, 0]), key);
  }
  lines.push(Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]));
  return bomb('names of nothing', sealedTable(Buffer.concat(lines)));
}

export const bundleBombs: readonly HostileFile[] = [
  bomb('a block that claims a terabyte', sealedTable(packed(2 ** 40, 10), 1)),
  bomb('a block that claims all that Snappy can', sealedTable(packed(64 * MEBI, MEBI), 1)),
  bomb('a tensor of a petabyte', sealedTable(blockContent([header, ['a', entry([4, 2 ** 50, 2 ** 50, 0])]]))),
  bomb(
    'fields that say nothing',
    sealedTable(blockContent([header, ['a', new Uint8Array(2 * MEBI).fill(8)]])),
  ),
  emptyStrings(2 * MEBI),
  sameSlice(128),
  manyNames(300_000),
];
