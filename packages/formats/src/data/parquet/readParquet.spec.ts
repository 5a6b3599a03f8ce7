import { describe, expect, it } from 'vitest';
import { DataError } from '@goal-driven/core/arrays';
import golden from '../../../goldens/readParquet.json';
import { fuzz, meetsDamage } from '../../hostile.fixture';
import { parquetRuns } from './_parquetRuns';
import { listParquet, readParquet, type ParquetColumn } from './readParquet';

type Way = keyof typeof golden.files;
const ways = Object.keys(golden.files) as Way[];
const bytesOf = (way: Way) => new Uint8Array(Buffer.from(golden.files[way], 'base64'));
const expected: { readonly [column: string]: readonly unknown[] } = golden.values;

/** As the golden has them: null for what is absent, whole numbers beyond 2^31 as text. */
const plain = ({ kind, values, present }: ParquetColumn) =>
  Array.from(values as ArrayLike<unknown>, (value, row) => {
    if (present?.[row] === 0) return null;
    if (kind === 'boolean') return value === 1;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return typeof value === 'bigint' || (typeof value === 'number' && value >= 2 ** 31)
      ? String(value)
      : value;
  });

async function columnsOf(way: Way) {
  const { fields } = await listParquet(bytesOf(way));
  const columns = fields.filter(({ kind }) => kind !== null).map(({ path }) => path);
  return readParquet(bytesOf(way), { columns, name: 'a.parquet' });
}

describe('readParquet', () => {
  it.each(ways)(
    `reads what pyarrow ${golden.versions.pyarrow} reads (goldens/readParquet.py): %s`,
    async (way) => {
      const { rows, columns } = await columnsOf(way);
      expect(rows).toBe(70);
      for (const [name, values] of Object.entries(expected)) {
        if (way === 'none, old types' && name === 'half') continue;
        const read = plain(columns[name]!);
        const inNs = way === 'none, old types' && name === 'when';
        const inNumbers = way === 'none, old types' && name === 'unsigned'; // version 1.0 widens it to INT64
        expect(inNs ? read.map((value) => String(value).slice(0, -3)) : read, name).toEqual(
          inNumbers ? values.map(String) : values,
        );
      }
    },
  );

  it('keeps widths, units and gaps', async () => {
    const { columns } = await columnsOf('snappy');
    const types = {
      double: Float64Array,
      'float gaps': Float32Array,
      half: Float32Array,
      'int gaps': Int32Array,
      long: BigInt64Array,
      unsigned: Uint32Array,
      huge: BigUint64Array,
    };
    for (const [name, Type] of Object.entries(types))
      expect(columns[name]!.values, name).toBeInstanceOf(Type);
    expect(columns['when']).toMatchObject({ unit: 'us' });
    expect(columns['day']).toMatchObject({ unit: 'day' });
    expect(columns['float gaps']!.values[3]).toBeNaN();
    expect(columns['int gaps']!.present!.slice(0, 5)).toEqual(Uint8Array.of(1, 1, 1, 0, 1));
    expect(columns['double']).not.toHaveProperty('present');
  });

  it('reads the columns that it is asked for, and says what it does not read', async () => {
    const file = bytesOf('snappy');
    const one = await readParquet(file, { columns: ['long'] });
    expect(Object.keys(one.columns)).toEqual(['long']);
    const { fields } = await listParquet(file);
    expect(fields.at(-1)).toEqual({ path: 'list.list.element', kind: null, type: 'list of DOUBLE' });
    await expect(readParquet(file, { name: 'a' })).rejects.toThrow(
      'a: column "list.list.element" must be one that is read, got list of DOUBLE',
    );
    await expect(readParquet(file, { columns: ['x'] })).rejects.toThrow('got none of that name');
    await expect(readParquet(file, { columns: ['long'], maxBytes: 500 })).rejects.toThrow(
      'at most maxBytes = 500',
    );
    await expect(readParquet(file.subarray(0, -1))).rejects.toThrow(DataError);
    await expect(readParquet(new Uint8Array(3))).rejects.toThrow('the file must be Parquet');
  });

  it('believes no run that is longer than a page', () => {
    const runs = (...bytes: number[]) =>
      parquetRuns(
        { bytes: Uint8Array.from(bytes), offset: 0 },
        { width: 3, count: 10, end: bytes.length },
        'x',
      );
    // A run of two fives, and eight values packed by three bits: 0 to 7.
    expect([...runs(4, 5, 3, 0b10001000, 0b11000110, 0b11111010)]).toEqual([5, 5, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(() => runs(0xfe, 0xff, 0xff, 0xff, 0x0f, 5)).toThrow(
      'x: a run must have 1 to 10 values, got 2147483647',
    );
    expect(() => runs(4, 5)).toThrow('x: runs must be whole, got their end at byte 2 of the page');
    expect(() => runs(5, 1)).toThrow('packed values must be whole');
  });

  for (const way of ways)
    fuzz(`readParquet, a damaged file, ${way}`, () =>
      meetsDamage(bytesOf(way), async (bytes) => {
        const { fields } = await listParquet(bytes);
        const columns = fields.filter(({ kind }) => kind !== null).map(({ path }) => path);
        await readParquet(bytes, { columns, maxBytes: 2 ** 22 });
      }),
    );
});
