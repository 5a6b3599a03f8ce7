import { describe, expect, it } from 'vitest';
import { ConfigError, DataError } from '@goal-driven/core/arrays';
import golden from '../../../goldens/hdf5.json';
import type { Hdf5Value } from './Hdf5Value';
import { openHdf5, type Hdf5File } from './openHdf5';

const bytesOf = (name: 'everything' | 'latest' | 'half of chunks') =>
  new Uint8Array(Buffer.from(golden[name], 'base64'));

function valueOf<K extends Hdf5Value['kind']>(value: Hdf5Value, kind: K): Extract<Hdf5Value, { kind: K }> {
  if (value.kind !== kind) throw new Error(`expected ${kind}, got ${value.kind}`);
  return value as Extract<Hdf5Value, { kind: K }>;
}

function numbers(value: Hdf5Value) {
  if (value.kind !== 'array') throw new Error(`expected numbers, got ${value.kind}`);
  return value;
}

async function opened<T>(name: Parameters<typeof bytesOf>[0], use: (file: Hdf5File) => T): Promise<T> {
  const file = await openHdf5(bytesOf(name), { name: `${name}.h5` });
  try {
    return use(file);
  } finally {
    file.close();
  }
}

describe('openHdf5', () => {
  it(`reads numbers of every width as h5py ${golden.versions.h5py} wrote them, either byte order (goldens/hdf5.py)`, async () => {
    const types = {
      i1: Int8Array,
      i2: Int16Array,
      i4: Int32Array,
      i8: BigInt64Array,
      u1: Uint8Array,
      u2: Uint16Array,
      u4: Uint32Array,
      u8: BigUint64Array,
      f2: Float32Array,
      f4: Float32Array,
      f8: Float64Array,
      'big i2': Int16Array,
      'big f8': Float64Array,
    };
    await opened('everything', (file) => {
      expect(file.keys('/numbers')).toEqual(Object.keys(types).sort());
      for (const [name, Type] of Object.entries(types)) {
        const value = numbers(file.read(`/numbers/${name}`));
        expect(value.values, name).toBeInstanceOf(Type);
        expect(Array.from(value.values, Number), name).toEqual([0, 1, 2, 3, 4, 5]);
        expect(value.shape).toEqual([2, 3]);
      }
    });
  });

  it('reads a slice of a chunked, shuffled, compressed dataset', () =>
    opened('everything', (file) => {
      expect(file.dataset('/session/chunked')).toEqual({
        shape: [30, 20],
        type: 'float64',
        chunks: [7, 6],
        filters: ['shuffle', 'deflate', 'fletcher32'],
      });
      const slice = file.read('/session/chunked', [
        [6, 9],
        [4, 7],
      ]);
      expect(slice).toEqual({
        kind: 'array',
        shape: [3, 3],
        values: Float64Array.of(124, 125, 126, 144, 145, 146, 164, 165, 166),
      });
      expect(file.read('/session/chunked', [[29, 30]])).toMatchObject({ shape: [1, 20] });
      expect(file.read('/session/chunked', [[5, 5]])).toMatchObject({ shape: [0, 20] });
    }));

  it('reads all else: text, truth, lists, records, references, attributes', () =>
    opened('everything', (file) => {
      const read = (name: string) => file.read(`/session/${name}`);
      expect(read('scalar')).toEqual({ kind: 'array', values: BigInt64Array.of(7n), shape: [] });
      expect(read('empty')).toEqual({ kind: 'empty' });
      expect(read('none')).toEqual({ kind: 'array', values: new Float64Array(0), shape: [0, 4] });
      expect(read('truth')).toMatchObject({ kind: 'bool', shape: [2] });
      expect(read('text')).toEqual({ kind: 'strings', values: ['one', 'zwölf', ''], shape: [3] });
      expect(read('fixed')).toEqual({ kind: 'strings', values: ['ab', 'c'], shape: [2] });
      expect(read('level')).toEqual({
        kind: 'enum',
        values: Uint8Array.of(5, 0),
        shape: [2],
        names: { LOW: 0, HIGH: 5 },
      });
      expect(read('rows')).toEqual({
        kind: 'compound',
        shape: [2],
        columns: {
          id: { kind: 'array', values: BigInt64Array.of(1n, 3n), shape: [2] },
          t: { kind: 'array', values: Float32Array.of(2.5, 4.5), shape: [2] },
          name: { kind: 'strings', values: ['x', 'yz'], shape: [2] },
          pair: { kind: 'array', values: Int16Array.of(1, 2, 3, 4), shape: [2, 2] },
        },
      });
      const ragged = valueOf(read('ragged'), 'ragged');
      expect(ragged.values.map((each) => [...numbers(each).values])).toEqual([[], [0], [0, 1]]);
      expect(file.read('/session/ragged', [[2, 3]])).toMatchObject({ kind: 'ragged', shape: [1] });
      const pointers = valueOf(read('pointers'), 'references');
      expect(pointers.values.map((each) => file.pathOf(each))).toEqual(['/session/text', '/numbers']);
      expect(read('raw')).toEqual({
        kind: 'opaque',
        values: Uint8Array.of(1, 2, 3, 4),
        width: 2,
        shape: [2],
      });
      expect(file.attributes('/session')).toEqual({
        rate: { kind: 'array', values: Float64Array.of(30.5), shape: [] },
        who: { kind: 'strings', values: ['mouse é'], shape: [] },
        fixed: { kind: 'strings', values: ['ascii'], shape: [] },
        list: { kind: 'array', values: Int16Array.of(0, 1, 2), shape: [3] },
        names: { kind: 'strings', values: ['a', 'bc'], shape: [2] },
        nothing: { kind: 'empty' },
      });
      expect(file.attribute('/session', 'absent')).toBeUndefined();
      expect(file.read('/soft')).toMatchObject({ kind: 'strings' });
    }));

  it('lists every object once, and ends where groups hold themselves', () =>
    opened('everything', (file) => {
      const entries = Object.fromEntries(file.list().map(({ path, ...rest }) => [path, rest]));
      expect(entries['/session/loop']).toEqual({ kind: 'same', target: '/' });
      expect(entries['/again']).toMatchObject({ kind: 'dataset', chunks: [7, 6] });
      expect(entries['/session/chunked']).toEqual({ kind: 'same', target: '/again' });
      expect(entries['/soft']).toEqual({ kind: 'soft link', target: '/session/text' });
      expect(entries['/elsewhere']).toEqual({ kind: 'external link', file: 'other.h5', target: '/secret' });
      expect(entries['/session']).toMatchObject({
        kind: 'group',
        attributes: ['fixed', 'list', 'names', 'nothing', 'rate', 'who'],
      });
      expect(Object.keys(entries)).toHaveLength(1 + 4 + (1 + 13) + (1 + 13));
    }));

  it('reads the newer layout of files', () =>
    opened('latest', (file) => {
      expect(file.keys('/dense')).toHaveLength(12);
      expect(file.attribute('/dense', 'attribute 11')).toEqual({
        kind: 'array',
        values: BigInt64Array.of(11n),
        shape: [],
      });
      expect(file.read('/extendible', [[8, 10]])).toMatchObject({
        values: Int32Array.of(32, 33, 34, 35, 36, 37, 38, 39),
      });
    }));

  it('says who, what and where', async () => {
    await expect(openHdf5(new Uint8Array(100), { name: 'x.h5' })).rejects.toThrow(
      /^x\.h5: the file must be HDF5, got .*signature/,
    );
    await opened('everything', (file) => {
      expect(() => file.read('/session/nope')).toThrow(
        'everything.h5: /session/nope: must be a dataset, got nothing there',
      );
      expect(() => file.read('/session')).toThrow('must be a dataset, got a group');
      expect(() => file.keys('/session/text')).toThrow('must be a group, got dataset');
      expect(() => file.read('/elsewhere')).toThrow('must be a dataset, got a link');
      expect(() => file.read('/elsewhere/secret')).toThrow(DataError);
      expect(() => file.read('/dangling')).toThrow('must be a dataset, got a link');
      expect(() => file.read('/session/chunked', [[0, 31]])).toThrow(ConfigError);
      expect(() => file.pathOf({ address: new Uint8Array(8) })).toThrow(
        'a reference must point at an object',
      );
      expect(() => file.pathOf({ address: new Uint8Array(8).fill(3) })).toThrow(
        'a reference must point at an object',
      );
      expect(() => file.pathOf({ address: new Uint8Array(12) }, '/cells')).toThrow(
        'everything.h5: /cells: reference of 12 bytes: a reference must point at an object',
      );
    });
    const closed = await openHdf5(bytesOf('latest'));
    closed.close();
    closed.close();
    expect(() => closed.keys('/')).toThrow('the file must be open');
  });

  it('asks for no more memory than it may', async () => {
    const file = await openHdf5(bytesOf('half of chunks'), { maxBytes: 1000 });
    expect(() => file.read('/sparse')).toThrow(
      'a read must be at most maxBytes = 1000, got 80000 for [100,100]; read slices',
    );
    expect(file.read('/sparse', [[0, 1]])).toMatchObject({ shape: [1, 100] });
    file.close();
  });
});
