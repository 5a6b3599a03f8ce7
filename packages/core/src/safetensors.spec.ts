import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { FUZZ_TIME, fuzzCases, mutated, typedArray } from './_hostileFiles';
import { ConfigError, DataError } from './errors';
import { ndArray } from './NdArray';
import { readSafetensors, writeSafetensors } from './safetensors';

/** A file by hand: header text, then data. */
function file(header: unknown, data: number[] = []): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(data)]);
}
const entry = (dtype: string, shape: unknown, start: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

describe('readSafetensors', () => {
  it('reads a file made by hand from the description of the format', () => {
    const bytes = file(
      { __metadata__: { step: '7' }, b: entry('I16', [2], 4, 8), a: entry('F32', [1], 0, 4) },
      [0, 0, 128, 63, 1, 0, 255, 255],
    );
    const { arrays, dtypes, metadata } = readSafetensors(bytes);
    expect(arrays).toEqual({ a: ndArray(Float32Array.of(1), [1]), b: ndArray(Int16Array.of(1, -1), [2]) });
    expect(dtypes).toEqual({ a: 'F32', b: 'I16' });
    expect(metadata).toEqual({ step: '7' });
  });

  it('turns F16 and BF16 into single precision and notes how they were stored', () => {
    const bytes = file(
      { h: entry('F16', [4], 0, 8), b: entry('BF16', [3], 8, 14), t: entry('BOOL', [2], 14, 16) },
      [
        ...[0x00, 0x3c, 0x01, 0x00, 0x00, 0xfc, 0x00, 0x7e], // 1, 2^-24, -Infinity, NaN
        ...[0x80, 0x3f, 0x49, 0x40, 0x80, 0xff], // 1, 3.140625, -Infinity
        ...[1, 0],
      ],
    );
    const { arrays, dtypes } = readSafetensors(bytes);
    expect(arrays['h']!.values).toEqual(Float32Array.of(1, 2 ** -24, -Infinity, NaN));
    expect(arrays['b']!.values).toEqual(Float32Array.of(1, 3.140625, -Infinity));
    expect(arrays['t']!.values).toEqual(Uint8Array.of(1, 0));
    expect(dtypes).toEqual({ h: 'F16', b: 'BF16', t: 'BOOL' });
  });

  it('refuses what is not one exact tiling of the file', () => {
    const of =
      (header: unknown, data = 8) =>
      () =>
        readSafetensors(file(header, new Array<number>(data).fill(0)), 'x');
    expect(of({ a: entry('F64', [1], 0, 8) })).not.toThrow();
    expect(of({ a: entry('F32', [1], 0, 4) })).toThrow(
      "x: arrays must fill the file's 8 bytes of data, got 4",
    );
    expect(of({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 2, 6) })).toThrow(
      'x: array "b" must begin at 4, got 2',
    );
    expect(of({ a: entry('F32', [1], 4, 8) })).toThrow('x: array "a" must begin at 0, got 4');
    expect(of({ a: entry('F64', [2], 0, 8) })).toThrow(
      'x: array "a" must have 16 bytes for its shape [2] of F64, got 8',
    );
    expect(of({ a: entry('F64', [9e15, 9e15], 0, 8) })).toThrow(/must have 6\.48e\+32 bytes/);
    expect(of({ a: entry('F64', [1], 8, 16) })).toThrow(DataError);
    expect(of({ a: entry('C64', [1], 0, 8) })).toThrow(/a dtype of F64/);
    expect(of({ a: entry('F64', [-1], 0, 8) })).toThrow(/non-negative integers/);
    expect(of({ a: { ...entry('F64', [1], 0, 8), extra: 1 } })).toThrow(/data_offsets only/);
    expect(of({ __metadata__: { a: 1 } }, 0)).toThrow(/__metadata__ must be an object of texts/);
    expect(of('[]', 0)).toThrow(DataError);
    expect(
      of(`{"a":{"dtype":"F64","data_offsets":[0,8],"shape":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`),
    ).toThrow(DataError);
  });

  it('says of a truncated file that it is one', () => {
    const whole = writeSafetensors({ a: ndArray(Float64Array.of(1, 2), [2]) });
    for (let length = 0; length < whole.length; length++)
      expect(() => readSafetensors(whole.subarray(0, length))).toThrow(DataError);
    expect(() => readSafetensors(whole.subarray(0, 20), 'last.safetensors')).toThrow(
      /^last\.safetensors: a safetensors header must be at most 12 bytes here, got 56; the file is truncated/,
    );
  });

  it(
    'fuzz: meets damaged files with valid arrays or a DataError',
    () => {
      const whole = writeSafetensors(
        {
          'cell/kernel': ndArray(Float32Array.of(1, 2, 3, 4), [2, 2]),
          step: ndArray(BigInt64Array.of(3n), []),
        },
        { note: 'x' },
      );
      fc.assert(
        fc.property(mutated(whole), (bytes) => {
          try {
            for (const { values, shape } of Object.values(readSafetensors(bytes).arrays))
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

describe('writeSafetensors', () => {
  it('gives back arrays bit for bit, and metadata', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((name) => name !== '__metadata__');
    fc.assert(
      fc.property(
        fc.dictionary(names, typedArray, { maxKeys: 5 }),
        fc.dictionary(names, fc.string()),
        (arrays, metadata) => {
          const again = readSafetensors(writeSafetensors(arrays, metadata));
          expect(Object.keys(again.arrays).sort()).toEqual(Object.keys(arrays).sort());
          for (const [name, { values, shape }] of Object.entries(arrays)) {
            expect(again.arrays[name]!.shape).toEqual(shape);
            expect(again.arrays[name]!.values.constructor).toBe(values.constructor);
            expect(Buffer.from(again.arrays[name]!.values.buffer)).toEqual(
              Buffer.from(values.slice().buffer),
            );
          }
          expect(Object.entries(again.metadata).sort()).toEqual(Object.entries(metadata).sort());
        },
      ),
    );
  });

  it('writes the same bytes whatever the order of keys, data aligned to 8', () => {
    const [a, b] = [ndArray(Uint8Array.of(1, 2, 3), [3]), ndArray(Float64Array.of(1), [1])];
    const bytes = writeSafetensors({ a, b }, { x: '1', y: '2' });
    expect(writeSafetensors({ b, a }, { y: '2', x: '1' })).toEqual(bytes);
    expect(bytes[0]! % 8).toBe(0);
    expect(Buffer.from(bytes.subarray(8)).toString('latin1')).toMatch(
      /^\{"__metadata__":\{"x":"1","y":"2"\},"b":.*"a":/,
    );
  });

  it('rounds the arrays that it is told to half precision, and no others', () => {
    const a = ndArray(Float32Array.of(1, 1 + 2 ** -11, -70000 / 2, 0), [2, 2]);
    const b = ndArray(Float32Array.of(1 + 2 ** -11), [1]);
    const bytes = writeSafetensors({ a, b }, {}, { half: ['a'] });
    const { arrays, dtypes } = readSafetensors(bytes);
    expect(dtypes).toEqual({ a: 'F16', b: 'F32' });
    expect(arrays['a']).toEqual(ndArray(Float32Array.of(1, 1, -35008, 0), [2, 2]));
    expect(arrays['b']).toEqual(b);
    expect(Object.keys(arrays)).toEqual(['b', 'a']); // the wider first
    const infinite = ndArray(Float32Array.of(Infinity, NaN), [2]);
    expect(
      readSafetensors(writeSafetensors({ infinite }, {}, { half: ['infinite'] })).arrays['infinite'],
    ).toEqual(infinite);
  });

  it('refuses to make half precision of what it has no number for, or of no array of single precision', () => {
    const write = (values: Float32Array | Float64Array, half: string) => () =>
      writeSafetensors({ a: ndArray(values, [values.length]) }, {}, { half: [half] });
    expect(write(Float32Array.of(0, -65520), 'a')).toThrow(
      new DataError(
        'writeSafetensors: array "a" must be within 65504 of 0 for half precision, got -65520 at element 1',
      ),
    );
    expect(write(Float32Array.of(65519), 'a')).not.toThrow();
    expect(write(Float64Array.of(1), 'a')).toThrow(
      new ConfigError('writeSafetensors: half must name arrays of single precision, got "a", a Float64Array'),
    );
    expect(write(Float32Array.of(1), 'toString')).toThrow(/got "toString", which is none/);
  });

  it('refuses the reserved name', () => {
    expect(() => writeSafetensors({ __metadata__: ndArray(new Float64Array(0), [0]) })).toThrow(ConfigError);
  });
});
