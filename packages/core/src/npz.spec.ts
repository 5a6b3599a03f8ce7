import { spawnSync } from 'node:child_process';
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import golden from '../goldens/npy.json';
import { FUZZ_TIME, fuzzCases, mutated, typedArray } from './_hostileFiles';
import { DataError } from './errors';
import { ndArray } from './NdArray';
import { writeNpy } from './npy';
import { readNpz, writeNpz } from './npz';

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const small = () => writeNpz({ a: ndArray(Float64Array.of(1, 2, 3), [3]) }, { compress: true });

describe('readNpz', () => {
  for (const [kind, npz] of Object.entries(golden.npz)) {
    it(`reads what NumPy ${golden.versions.numpy} wrote: ${kind} (goldens/npy.py)`, () => {
      const arrays = readNpz(fromBase64(npz));
      expect(Object.keys(arrays)).toEqual(['positions', 'counts', 'empty']);
      expect(arrays['positions']).toEqual(ndArray(Float64Array.of(0, 1, 2, 3, 4, 5), [3, 2]));
      expect(arrays['counts']!.values).toEqual(BigInt64Array.of(1n, 2n, 3n));
      expect(arrays['empty']).toEqual(ndArray(new Float32Array(0), [0]));
    });
  }

  it('says of a truncated archive that it is one, at any length', () => {
    const whole = fromBase64(golden.npz.compressed);
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => readNpz(whole.subarray(0, length), { name: 'paths.npz' })).toThrow(
        /^paths\.npz: a zip archive must end with its directory, got none in \d+ bytes; the file is truncated/,
      );
    }
  });

  it('refuses to inflate more than maxBytes, before it asks for memory', () => {
    const zeros = writeNpz({ zeros: ndArray(new Float64Array(1e6), [1e6]) }, { compress: true });
    expect(zeros.length).toBeLessThan(20_000);
    expect(() => readNpz(zeros, { maxBytes: 1e6 })).toThrow(
      'must inflate to at most maxBytes = 1000000 bytes, got 8000128',
    );
    expect(readNpz(zeros)['zeros']!.shape).toEqual([1e6]);
  });

  it('refuses an entry that claims another size than it has', () => {
    const claim = (size: number) => {
      const bytes = small();
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const directory = view.getUint32(bytes.length - 6, true);
      view.setUint32(directory + 24, size, true);
      return () => readNpz(bytes, { name: 'x' });
    };
    expect(claim(151)).toThrow('x: entry "a.npy" must inflate to 151 bytes, got more');
    expect(claim(153)).toThrow('x: entry "a.npy" must inflate to 153 bytes, got 152');
    expect(claim(4e9)).toThrow(/must have a possible size, got 4000000000 bytes from/);
  });

  it('stops a deflate stream that goes on past its size', () => {
    const bomb = deflateRawSync(new Uint8Array(2 ** 24));
    const bytes = zipSync({ 'a.npy': [bomb, { level: 0 }] });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint16(directory + 10, 8, true); // deflated
    view.setUint32(directory + 24, 1000, true);
    expect(() => readNpz(bytes)).toThrow('must inflate to 1000 bytes, got more');
  });

  it('names the entry that is not an array, and the array that is damaged', () => {
    expect(() => readNpz(zipSync({ 'notes.txt': new Uint8Array(3) }))).toThrow(
      'every entry must be an array NAME.npy, got "notes.txt"',
    );
    expect(() =>
      readNpz(zipSync({ 'pos.npy': writeNpy(ndArray(Float64Array.of(1), [1])).subarray(0, 70) }), {
        name: 'x.npz',
      }),
    ).toThrow(/^x\.npz: pos: NPY header must end within/);
    const flipped = writeNpz({ a: ndArray(Float64Array.of(1), [1]) }, { compress: false });
    flipped[170]! ^= 1;
    expect(() => readNpz(flipped)).toThrow(/entry "a\.npy" must have checksum/);
  });

  it(
    'fuzz: meets damaged archives with valid arrays or a DataError',
    () => {
      const files = [...Object.values(golden.npz).map(fromBase64), small()];
      fc.assert(
        fc.property(fc.constantFrom(...files).chain(mutated), (bytes) => {
          try {
            for (const { values, shape } of Object.values(readNpz(bytes))) ndArray(values, shape);
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

describe('writeNpz', () => {
  it('gives back every record of arrays bit for bit', () => {
    const names = fc.stringMatching(/^[a-z_][a-z0-9_/]{0,8}$/);
    fc.assert(
      fc.property(fc.dictionary(names, typedArray, { maxKeys: 4 }), fc.boolean(), (arrays, compress) => {
        const again = readNpz(writeNpz(arrays, { compress }));
        expect(Object.keys(again)).toEqual(Object.keys(arrays));
        for (const [name, { values, shape }] of Object.entries(arrays)) {
          expect(again[name]!.shape).toEqual(shape);
          expect(again[name]!.values.constructor).toBe(values.constructor);
          expect(Buffer.from(again[name]!.values.buffer)).toEqual(Buffer.from(values.slice().buffer));
        }
      }),
    );
  });

  it('writes the same bytes for the same arrays', () => expect(small()).toEqual(small()));

  it('is read by NumPy', ({ skip }) => {
    const arrays = {
      positions: ndArray(Float64Array.of(0.1, -2, 3, 4), [2, 2]),
      spikes: ndArray(Uint16Array.of(1, 65535), [2]),
    };
    for (const compress of [false, true]) {
      const script =
        'import io,sys,numpy as n;d=n.load(io.BytesIO(sys.stdin.buffer.read()));print({k:(d[k].tolist(),d[k].dtype.str) for k in d})';
      const { status, stdout } = spawnSync('python3', ['-c', script], {
        input: writeNpz(arrays, { compress }),
        encoding: 'utf8',
      });
      if (status !== 0 && spawnSync('python3', ['-c', 'import numpy']).status !== 0)
        skip('python3 with numpy is absent');
      expect(stdout.trim()).toBe(
        "{'positions': ([[0.1, -2.0], [3.0, 4.0]], '<f8'), 'spikes': ([1, 65535], '<u2')}",
      );
    }
  });
});
