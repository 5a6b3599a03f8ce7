import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import golden from '../goldens/npy.json';
import { FUZZ_TIME, fuzzCases, mutated, typedArray } from './_hostileFiles';
import { DataError } from './errors';
import { ndArray } from './NdArray';
import { npyHead, readNpy, writeNpy } from './npy';
import { halfBits } from './halfBits';

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const header = (text: string, data = 0, version = 1) =>
  new Uint8Array([
    0x93,
    ...Buffer.from('NUMPY'),
    version,
    0,
    text.length & 255,
    text.length >> 8,
    ...Buffer.from(text),
    ...new Uint8Array(data),
  ]);
const dictionary = (shape: string, descr = "'<f8'", order = 'False') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('readNpy', () => {
  for (const { name, npy, shape, values } of golden.cases) {
    it(`reads what NumPy ${golden.versions.numpy} wrote: ${name} (goldens/npy.py)`, () => {
      const array = readNpy(fromBase64(npy));
      expect(array.shape).toEqual(shape);
      expect(Array.from(array.values as Float64Array, Number)).toEqual(
        values.map((text) => Number(text.replace('inf', 'Infinity'))),
      );
      if (name.includes('8 extremes'))
        expect(Array.from(array.values as BigInt64Array, String)).toEqual(values);
    });
  }

  it('turns half precision into single, booleans into bytes, and 64-bit integers into bigints', () => {
    const read = (name: string) =>
      readNpy(fromBase64(golden.cases.find((entry) => entry.name === name)!.npy)).values;
    expect(read('<f2')).toBeInstanceOf(Float32Array);
    expect(read('bool')).toBeInstanceOf(Uint8Array);
    expect(read('>i8')).toBeInstanceOf(BigInt64Array);
    expect(read('<u8')).toBeInstanceOf(BigUint64Array);
  });

  it('owns its memory, also when given a view into a pool', () => {
    const bytes = Buffer.concat([Buffer.from([9]), writeNpy(ndArray(Float64Array.of(1, 2), [2]))]).subarray(
      1,
    );
    const { values } = readNpy(bytes);
    bytes.fill(0);
    expect(values).toEqual(Float64Array.of(1, 2));
  });

  for (const [kind, npy] of Object.entries(golden.refused)) {
    it(`refuses an array of kind ${kind}`, () =>
      expect(() => readNpy(fromBase64(npy), 'x')).toThrow(DataError));
  }

  it('says who, what and where', () => {
    const whole = writeNpy(ndArray(Float64Array.of(1, 2, 3), [3]));
    const of = (bytes: Uint8Array) => () => readNpy(bytes, 'maps');
    expect(of(whole.subarray(0, -1))).toThrow(
      'maps: an NPY array of shape [3] must have 24 bytes after its header, got 23',
    );
    expect(of(new Uint8Array(0))).toThrow('maps: an NPY file must begin with \\x93NUMPY, got an empty file');
    expect(of(whole.subarray(0, 40))).toThrow(/must end within the 40 bytes of the file/);
    expect(of(header(dictionary('(2)'), 16))).toThrow(/comma after a single axis at character \d+/);
    expect(of(header(dictionary('(2,)', "'|O'"), 16))).toThrow(/element type must be one of b1, i1/);
    expect(of(header(dictionary('(1,)', "'|f8'"), 8))).toThrow(/after its byte order, got "\|f8"/);
    expect(of(header(dictionary('(1,)', "'|b1'"), 0).map((b) => b))).toThrow(/must have 1 bytes/);
    expect(of(new Uint8Array([...header(dictionary('(1,)', "'|b1'")), 7]))).toThrow(
      'a boolean must be 0 or 1, got 7',
    );
  });

  it('asks for no memory that the file does not hold', () => {
    for (const shape of [
      '(9007199254740991,)',
      '(4294967296, 4294967296)',
      '(99999999999999999999,)',
      '(1000000000,)',
      '(-1,)',
    ]) {
      expect(() => readNpy(header(dictionary(shape), 64))).toThrow(DataError);
    }
    expect(readNpy(header(dictionary('(0, 9007199254740991)'))).values).toHaveLength(0);
  });

  it('evaluates nothing', () => {
    const hostile = [
      '__import__("os")',
      "{'descr': '<f8', 'fortran_order': 1, 'shape': ()}",
      '{'.repeat(60_000),
      dictionary('(1,)').replace('shape', '__proto__'),
    ];
    for (const text of [...hostile, dictionary('(1,)').replace('}', ''), `${dictionary('(1,)')}x`]) {
      expect(() => readNpy(header(text, 8))).toThrow(DataError);
    }
  });

  it(
    'fuzz: meets damaged files with a valid array or a DataError',
    () => {
      const files = golden.cases.map(({ npy }) => fromBase64(npy));
      fc.assert(
        fc.property(fc.constantFrom(...files).chain(mutated), (bytes) => {
          try {
            const { values, shape } = readNpy(bytes);
            ndArray(values, shape);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }),
        { numRuns: fuzzCases },
      );
    },
    FUZZ_TIME,
  );
});

describe('writeNpy', () => {
  it('gives back every array bit for bit', () => {
    fc.assert(
      fc.property(typedArray, (array) => {
        const again = readNpy(writeNpy(array));
        expect(again.shape).toEqual(array.shape);
        expect(again.values.constructor).toBe(array.values.constructor);
        expect(Buffer.from(again.values.buffer)).toEqual(Buffer.from(array.values.slice().buffer));
      }),
    );
  });

  it('writes the very bytes that NumPy writes', () => {
    for (const { name, npy } of golden.cases.filter(({ name }) => /^<[iu]|^<f[48]|scalar|empty/.test(name))) {
      const bytes = fromBase64(npy);
      expect(writeNpy(readNpy(bytes)), name).toEqual(bytes);
    }
  });

  it('refuses a shape that does not fit', () => {
    expect(() => writeNpy({ values: new Float64Array(3), shape: [2, 2] })).toThrow(
      'must hold 4 values, got 3',
    );
  });
});

describe('npyHead', () => {
  it('is what precedes the data of the same array, and what readers take', () => {
    const array = ndArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const whole = writeNpy(array);
    expect([...npyHead([2, 3], '<f4')]).toEqual([...whole.subarray(0, whole.length - 24)]);
    const halves = halfBits(array.values, 'spec');
    const file = new Uint8Array([...npyHead([6], '<f2'), ...new Uint8Array(halves.buffer)]);
    expect(readNpy(file)).toEqual(ndArray(array.values, [6]));
  });

  it('refuses more axes than it can name, as writeNpy does', () => {
    expect(() => npyHead(Array<number>(30_000).fill(1), '<f4')).toThrow(
      'array must have fewer axes, got 30000',
    );
  });
});

describe('halfBits', () => {
  it('refuses a finite number that would become infinite, and no other', () => {
    expect(() => halfBits(Float32Array.of(1, 70000), 'layer V4')).toThrow(
      'layer V4 must be within 65504 of 0 for half precision, got 70000 at element 1',
    );
    expect([...halfBits(Float32Array.of(Infinity, 1, -65504), 'x')]).toEqual([0x7c00, 0x3c00, 0xfbff]);
  });
});
