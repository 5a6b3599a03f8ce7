import { describe, expect, it } from 'vitest';
import golden from '../../../goldens/mat73.json';
import { fuzz, meetsDamage } from '../../hostile.fixture';
import { readMat5 } from './readMat5';
import { readMat73 } from './readMat73';
import { simplifyMat } from './simplifyMat';

const bytesOf = (name: 'whole' | 'loop' | 'handle') => new Uint8Array(Buffer.from(golden[name], 'base64'));

describe('readMat73', () => {
  it('reads a file as MATLAB lays it out (goldens/mat73.py)', async () => {
    const values = await readMat73(bytesOf('whole'));
    const seven = { kind: 'numeric', class: 'double', shape: [1, 1], values: Float64Array.of(7) };
    const one = {
      kind: 'char',
      shape: [1, 3],
      values: Uint16Array.from('one', (letter) => letter.charCodeAt(0)),
    };
    expect(values['matrix']).toEqual({
      kind: 'numeric',
      class: 'double',
      shape: [2, 3],
      values: Float64Array.of(0, 1, 2, 3, 4, 5),
    });
    expect(values['cube']).toEqual({
      kind: 'numeric',
      class: 'int16',
      shape: [2, 3, 4],
      values: Int16Array.from({ length: 24 }, (_, index) => index),
    });
    expect(values['big']!.values).toEqual(BigInt64Array.of(-(2n ** 62n)));
    expect(values['truth']).toEqual({ kind: 'logical', shape: [1, 2], values: Uint8Array.of(1, 0) });
    expect(simplifyMat(values['letters']!)).toBe('grid cell');
    expect(values['none']).toEqual({
      kind: 'numeric',
      class: 'double',
      shape: [0, 3],
      values: new Float64Array(0),
    });
    expect(simplifyMat(values['noText']!)).toBe('');
    expect(values['complexes']).toMatchObject({
      values: Float64Array.of(1, 0),
      imaginary: Float64Array.of(2, -3),
      shape: [1, 2],
    });
    expect(values['cells']).toEqual({ kind: 'cell', shape: [2, 2], values: [one, seven, seven, seven] });
    expect(values['plain']).toMatchObject({ kind: 'struct', shape: [1, 1], fields: ['zeta', 'age'] });
    expect(simplifyMat(values['plain']!)).toEqual({ zeta: 'z', age: 3 });
    expect(values['records']).toEqual({
      kind: 'struct',
      shape: [1, 2],
      fields: ['id', 'trace'],
      values: [
        { id: one, trace: seven },
        { id: seven, trace: seven },
      ],
    });
    expect(values['sparse']).toEqual({
      kind: 'sparse',
      logical: false,
      shape: [3, 3],
      rows: Int32Array.of(1, 0, 2),
      columnStarts: Int32Array.of(0, 1, 2, 3),
      values: Float64Array.of(1, 2.5, -3),
    });
  });

  it('says who, what and where', async () => {
    await expect(readMat73(bytesOf('loop'), { name: 'a.mat' })).rejects.toThrow(
      'a.mat: /loop: a value must not hold itself',
    );
    await expect(readMat73(bytesOf('handle'))).rejects.toThrow(
      /^mat: \/handle: .* got function_handle in Uint32Array$/,
    );
    expect(Object.keys(await readMat73(bytesOf('handle'), { variables: ['fine'] }))).toEqual(['fine']);
    await expect(readMat73(bytesOf('handle'), { variables: ['more'] })).rejects.toThrow('got fine, handle');
    await expect(readMat73(bytesOf('whole'), { maxBytes: 1000 })).rejects.toThrow(/maxBytes = 1000/);
    expect(() => readMat5(bytesOf('whole'))).toThrow('readMat73');
  });

  // Found by fuzzing: what was no reference to an object was said to stand nowhere.
  it('says which cell points at a region', async () => {
    const file = Buffer.from(bytesOf('whole'));
    const [toObjects, toRegions] = [
      [0x17, 0, 0, 0, 8, 0, 0, 0],
      [0x17, 1, 0, 0, 12, 0, 0, 0],
    ].map((bytes) => Buffer.from(bytes)) as [Buffer, Buffer];
    for (let at = file.indexOf(toObjects); at >= 0; at = file.indexOf(toObjects)) toRegions.copy(file, at);
    await expect(readMat73(new Uint8Array(file))).rejects.toThrow(
      /^mat: \/\w+: reference of 12 bytes: a reference must point at an object/,
    );
  });

  fuzz('a damaged file of MATLAB, version 7.3', async () => {
    await meetsDamage(bytesOf('whole'), (bytes) => readMat73(bytes, { maxBytes: 2 ** 24 }));
    await readMat73(bytesOf('whole')); // the library has survived
  });
});
