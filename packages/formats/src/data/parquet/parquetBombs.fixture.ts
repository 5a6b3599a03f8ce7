import { gzipSync } from 'node:zlib';
import type { HostileFile } from '../../../../../memory.shared.ts';
import { readParquet } from './readParquet';

/** What Thrift's compact protocol writes: numbers of 32 bits, bigints of 64, texts, lists, and structs by field number. */
type Thrift =
  number | bigint | string | Uint8Array | readonly Thrift[] | { readonly [field: number]: Thrift };

const varint = (value: bigint): number[] =>
  value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
const zigzag = (value: bigint) => varint(value < 0n ? -2n * value - 1n : 2n * value);

/** The type of a value and its bytes; bytes are a list as it stands in the file. */
function coded(value: Thrift): [type: number, bytes: number[]] {
  if (typeof value === 'number') return [5, zigzag(BigInt(value))];
  if (typeof value === 'bigint') return [6, zigzag(value)];
  if (typeof value === 'string') return [8, [...varint(BigInt(value.length)), ...Buffer.from(value)]];
  if (value instanceof Uint8Array) return [9, [...value]];
  if (Array.isArray(value)) {
    const inner = (value as readonly Thrift[]).map(coded);
    return [9, [(inner.length << 4) | (inner[0]?.[0] ?? 5), ...inner.flatMap(([, bytes]) => bytes)]];
  }
  let last = 0;
  const fields = Object.entries(value).flatMap(([field, each]) => {
    const [type, bytes] = coded(each as Thrift);
    const head = ((Number(field) - last) << 4) | type;
    last = Number(field);
    return [head, ...bytes];
  });
  return [12, [...fields, 0]];
}
const struct = (fields: { readonly [field: number]: Thrift }) => Buffer.from(coded(fields)[1]);

const GZIP = 2;
const TYPES = { boolean: 0, bytes: 6 } as const;
/** 64 MiB of zeros, packed to 64 kB. */
const ZEROS = 2 ** 26;
const zeros = gzipSync(Buffer.alloc(ZEROS));

type Page = { readonly header: { readonly [field: number]: Thrift }; readonly packed: Uint8Array };

const dictionary = (values: number): Page => ({
  header: { 1: 2, 2: ZEROS, 3: zeros.length, 7: { 1: values, 2: 0 } },
  packed: zeros,
});

/** A file of one column with one page. */
function parquet(type: keyof typeof TYPES, { header, packed }: Page, more = {}): Uint8Array {
  const page = Buffer.concat([Buffer.from('PAR1'), struct(header), packed]);
  const size = BigInt(page.length - 4);
  const rows = 1000n;
  const chunk = { 1: TYPES[type], 2: [0], 3: ['a'], 4: GZIP, 5: rows, 6: size, 7: size, 9: 4n };
  const footer = struct({
    1: 1,
    2: [
      { 4: 'schema', 5: 1 },
      { 1: TYPES[type], 3: 0, 4: 'a' },
    ],
    3: rows,
    4: [{ 1: [{ 2: 4n, 3: chunk }], 2: size, 3: rows }],
    ...more,
  });
  const tail = Buffer.from([...Buffer.from(Uint32Array.of(footer.length).buffer), ...Buffer.from('PAR1')]);
  return new Uint8Array(Buffer.concat([page, footer, tail]));
}

const bomb = (name: string, file: Uint8Array): HostileFile => ({
  name: `Parquet, ${name}`,
  file,
  read: (bytes) => readParquet(bytes, { maxBytes: 2 ** 20 }),
});

/** A list of 32-bit numbers that says how long it is, and has one. */
const longList = Uint8Array.from([0xf5, ...varint(2n ** 25n - 1n), 2]);
const few = gzipSync(Buffer.alloc(8));
const data = { 1: 1000, 2: 0, 3: 3, 4: 3 };
/** Empty structs: a byte each in the file. */
const structs = Buffer.concat([Buffer.from([0xfc, ...varint(2n ** 20n)]), Buffer.alloc(2 ** 20)]);

export const parquetBombs: readonly HostileFile[] = [
  bomb(
    'a page that claims two gigabytes',
    parquet('bytes', { header: { 1: 0, 2: 2 ** 31 - 1, 3: few.length, 5: data }, packed: few }),
  ),
  bomb(
    'a page of zeros',
    parquet('bytes', { header: { 1: 0, 2: ZEROS, 3: zeros.length, 5: data }, packed: zeros }),
  ),
  bomb('a dictionary of empty texts', parquet('bytes', dictionary(ZEROS / 4))),
  bomb('a dictionary of truth values', parquet('boolean', dictionary(8 * ZEROS))),
  bomb(
    'a long list in the header of a page',
    parquet('bytes', { header: { 1: 0, 2: 8, 3: few.length, 5: data, 6: longList }, packed: few }),
  ),
  bomb(
    'a long list in the metadata',
    parquet('bytes', { header: { 1: 0, 2: 8, 3: few.length, 5: data }, packed: few }, { 5: longList }),
  ),
  bomb(
    'structs that say nothing',
    parquet(
      'bytes',
      { header: { 1: 0, 2: 8, 3: few.length, 5: data }, packed: few },
      { 5: new Uint8Array(structs) },
    ),
  ),
];
