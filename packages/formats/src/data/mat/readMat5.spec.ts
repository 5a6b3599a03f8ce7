import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TypedArray } from '@goal-driven/core/arrays';
import golden from '../../../goldens/mat5.json';
import { fuzz, meetsDamage } from '../../hostile.fixture';
import type { MatValue } from './MatValue';
import { listMat5, readMat5 } from './readMat5';
import { matRows } from './simplifyMat';

const shared = process.env['GOAL_DRIVEN_SHARED'];
const file = (name: string) => {
  const { mat, values } = golden.files.find((each) => each.name === name)!;
  return { bytes: new Uint8Array(Buffer.from(mat, 'base64')), values };
};

const digest = (values: TypedArray) =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex')
    .slice(0, 16);

/** As goldens/mat5.py describes a value. */
function described(value: MatValue): unknown {
  const { kind, shape } = value;
  switch (kind) {
    case 'sparse':
      return [kind, shape, digest(value.rows), digest(value.columnStarts), digest(value.values)];
    case 'struct':
      return [
        kind,
        shape,
        value.fields,
        value.values.map((each) => value.fields.map((field) => described(each[field]!))),
      ];
    case 'cell':
      return [kind, shape, value.values.map(described)];
    case 'char':
      return [kind, matRows(value)];
    case 'object':
      return [kind, value.className, described(value.values[0])];
    case 'logical':
      return [kind, shape, digest(value.values)];
    case 'numeric': {
      if (value.imaginary) return ['complex', shape, digest(value.values), digest(value.imaginary)];
      const name = { double: 'float64', single: 'float32' }[value.class as string] ?? value.class;
      return [name, shape, digest(value.values)];
    }
  }
}

const describedAll = (values: { [name: string]: MatValue }) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, described(value)]));

describe('readMat5', () => {
  for (const { name, values } of golden.files) {
    it(`reads what SciPy ${golden.versions.scipy} reads: ${name} (goldens/mat5.py)`, () => {
      expect(describedAll(readMat5(file(name).bytes))).toEqual(values);
    });
  }

  for (const [name, hash] of Object.entries(golden.real)) {
    it.skipIf(!shared)(`reads a real file whole, as SciPy: ${name}`, () => {
      const bytes = readFileSync(join(shared!, 'data/synapses/mat', name));
      const values = describedAll(readMat5(bytes, { objects: 'describe' }));
      expect(createHash('sha256').update(JSON.stringify(values)).digest('hex')).toBe(hash);
    });
  }

  it('gives numbers of a class in its array, row-major', () => {
    const values = readMat5(file('little-endian by hand').bytes);
    expect(values['small']).toEqual({
      kind: 'numeric',
      class: 'double',
      shape: [2, 3],
      values: Float64Array.of(0, 2, 4, 1, 3, 255),
    });
    expect(values['wide']!.values).toEqual(BigInt64Array.of(-5n, 300n));
    const { rows, columnStarts } = readMat5(file('plain').bytes)['sparse_matrix'] as MatValue & {
      kind: 'sparse';
    };
    expect([[...rows], [...columnStarts]]).toEqual([
      [1, 0, 2],
      [0, 1, 2, 3],
    ]);
  });

  it('lists, and reads what is asked for', () => {
    const { bytes } = file('compressed');
    expect(listMat5(bytes).map(({ name }) => name)).toEqual(Object.keys(file('compressed').values));
    expect(listMat5(bytes).find(({ name }) => name === 'row')).toEqual({
      name: 'row',
      class: 'double',
      shape: [1, 3],
      complex: false,
      logical: false,
      global: false,
    });
    expect(Object.keys(readMat5(bytes, { variables: ['row', 'cube'] }))).toEqual(['cube', 'row']);
    expect(() => readMat5(bytes, { variables: ['rows'], name: 'a.mat' })).toThrow(
      'a.mat: the file must have the variable "rows", got int8, uint8',
    );
  });

  it('says who, what and where', () => {
    const { bytes } = file('plain');
    expect(() => readMat5(bytes.subarray(0, 100))).toThrow(
      /^mat: a MAT file of version 5 must have a header/,
    );
    const newer = bytes.slice();
    newer[125] = 2;
    expect(() => readMat5(newer)).toThrow('version 7.3 is HDF5');
    expect(() => readMat5(bytes.subarray(0, -1), { name: 'x.mat' })).toThrow(
      /^x\.mat: variable: a data element must fit in the \d+ bytes left, got \d+ at byte \d+$/,
    );
  });

  it.skipIf(!shared)('names the object that it does not read', () => {
    const path = join(shared!, 'data/synapses/mat', Object.keys(golden.real)[0]!);
    expect(() => readMat5(readFileSync(path))).toThrow(
      /^mat: scoringData\.bgFluorData\{1,1\}\.texthandle: .* got an object .* at byte \d+ of what inflates from byte 136$/,
    );
  });

  it('inflates no further than it must', () => {
    const { bytes } = file('mostly zeros, compressed');
    expect(bytes.length).toBeLessThan(300);
    expect(() => readMat5(bytes, { maxBytes: 10_000 })).toThrow(
      'must fit in maxBytes = 10000, got 16056 bytes',
    );
    const packed = (data: Uint8Array, size: number) => {
      const zip = deflateSync(
        Buffer.concat(
          [Uint32Array.of(14, size).subarray(), data].map((each) =>
            Buffer.from(each.buffer, each.byteOffset, each.byteLength),
          ),
        ),
      );
      return Buffer.concat([bytes.subarray(0, 128), Buffer.from(Uint32Array.of(15, zip.length).buffer), zip]);
    };
    expect(() => readMat5(packed(new Uint8Array(2 ** 24), 1000))).toThrow(
      'must inflate to 1008 bytes, got more',
    );
    expect(() => readMat5(packed(new Uint8Array(64), 4e9))).toThrow(
      /must inflate to a possible size, got 4000000008/,
    );
    expect(() => readMat5(packed(new Uint8Array(64), 100))).toThrow('must inflate to 108 bytes, got 72');
    const flipped = bytes.slice();
    flipped[flipped.length - 1]! ^= 1;
    expect(() => readMat5(flipped)).toThrow(/the checksum must be \d+, got \d+ at byte \d+/);
  });

  fuzz('damaged files of MATLAB, version 5', () => {
    const files = golden.files.map(({ mat }) => new Uint8Array(Buffer.from(mat, 'base64')));
    return meetsDamage(files, (bytes) => readMat5(bytes));
  });
});
