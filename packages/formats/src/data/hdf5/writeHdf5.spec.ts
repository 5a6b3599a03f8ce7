import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, ShapeError, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hdf5Numbers } from './hdf5Numbers';
import { openHdf5 } from './openHdf5';
import { writeHdf5, type Hdf5Content } from './writeHdf5';

const TYPES = [
  ...[Float64Array, Float32Array, Int8Array, Int16Array, Int32Array, BigInt64Array],
  ...[Uint8Array, Uint16Array, Uint32Array, BigUint64Array],
];
/** Any bits, so NaNs of every kind too. */
const array: fc.Arbitrary<NdArray<TypedArray>> = fc
  .tuple(fc.constantFrom(...TYPES), fc.array(fc.nat(4), { maxLength: 3 }))
  .chain(([Values, shape]) => {
    const bytes = shape.reduce((size, axis) => size * axis, 1) * Values.BYTES_PER_ELEMENT;
    return fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((raw) => ({ values: new Values(raw.slice().buffer), shape }));
  });
const bits = ({ values }: NdArray<TypedArray>) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

async function readBack(content: Hdf5Content, options = {}) {
  return openHdf5(await writeHdf5(content, options), { name: 'a.h5' });
}

describe('writeHdf5', () => {
  it('gives back any array bit for bit, compressed or not', () =>
    fc.assert(
      fc.asyncProperty(array, fc.constantFrom(0, 6), async (written, compression) => {
        const file = await readBack({ datasets: { 'group/inner/a': written } }, { compression });
        const read = hdf5Numbers(file.read('/group/inner/a'), 'a');
        file.close();
        expect(read.values.constructor).toBe(written.values.constructor);
        expect(read.shape).toEqual(written.shape);
        expect(bits(read)).toBe(bits(written));
      }),
      { numRuns: 150 },
    ));

  it('keeps texts and what is attached', async () => {
    const texts = ['a', '', 'zwölf ', 'end '];
    const file = await readBack({
      datasets: { names: texts, plain: ['a '], x: { values: Float32Array.of(1, 2), shape: [2] } },
      attributes: {
        '/': { model: 'resnet', seed: 3 },
        x: { axes: ['units'], at: { values: Int32Array.of(7), shape: [1] } },
      },
    });
    expect(file.read('/names')).toEqual({ kind: 'strings', values: texts, shape: [4] });
    expect(file.read('/plain')).toMatchObject({ values: ['a '] });
    expect(file.attribute('/', 'model')).toEqual({ kind: 'strings', values: ['resnet'], shape: [] });
    expect(file.attribute('/', 'seed')).toEqual({ kind: 'array', values: Float64Array.of(3), shape: [] });
    expect(file.attribute('/x', 'axes')).toMatchObject({ values: ['units'], shape: [1] });
    expect(file.attribute('/x', 'at')).toMatchObject({ values: Int32Array.of(7), shape: [1] });
    file.close();
  });

  it('packs what repeats, in chunks along the first axis', async () => {
    const zeros = { values: new Float64Array(300_000), shape: [3, 100_000] };
    const file = await readBack({ datasets: { zeros } }, { compression: 4 });
    expect(file.dataset('/zeros')).toMatchObject({ chunks: [1, 100_000], filters: ['deflate'] });
    file.close();
    expect((await writeHdf5({ datasets: { zeros } }, { compression: 4 })).length).toBeLessThan(20_000);
  });

  it('refuses what HDF5 has no place for', async () => {
    const x = { values: Float32Array.of(1), shape: [1] };
    const refused = (content: Hdf5Content, options = {}) => expect(writeHdf5(content, options)).rejects;
    await refused({ datasets: { a: x, 'a/b': x } }).toThrow(
      'a path must be a dataset or a group, got "a" as both',
    );
    for (const path of ['', '/a', 'a//b', '../a', 'a\0'])
      await refused({ datasets: { [path]: x } }).toThrow(ConfigError);
    await refused({ datasets: { a: ['\0'] } }).toThrow('writeHdf5: a: a text must have no zero in it');
    await refused({ datasets: { a: x }, attributes: { b: {} } }).toThrow('attributes must be of a dataset');
    await refused({ datasets: { a: { ...x, shape: [2] } } }).toThrow(ShapeError);
    await refused({ datasets: {} }, { compression: 10 }).toThrow(
      'compression must be a level from 0 to 9, got 10',
    );
    const many = { values: Float32Array.of(1), shape: Array<number>(33).fill(1) };
    await refused({ datasets: { many } }).toThrow('must have at most 32 axes, got 33');
  });

  const python = '/usr/bin/python3';
  const hasH5py = spawnSync(python, ['-c', 'import h5py']).status === 0;
  it.skipIf(!hasH5py)('writes what h5py opens', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goal-driven-h5-'));
    const path = join(folder, 'a.h5');
    const features = { values: Float32Array.of(0, 1.5, -2, 3, 4, 5), shape: [2, 3] };
    const big = { values: BigInt64Array.of(-(2n ** 62n)), shape: [] };
    writeFileSync(
      path,
      await writeHdf5(
        {
          datasets: { 'layer/conv1': features, big, names: ['a', 'ß'] },
          attributes: { '/': { model: 'm', seed: 2 } },
        },
        { compression: 1 },
      ),
    );
    const script = `import h5py, json, sys
with h5py.File(sys.argv[1]) as f:
    c = f['layer/conv1']
    print(json.dumps([c[:].tolist(), str(c.dtype), int(f['big'][()]), str(f['big'].dtype), f['names'].asstr()[:].tolist(), f.attrs['model'], float(f.attrs['seed'])]))`;
    const said = execFileSync(python, ['-c', script, path], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(said.trim()).toBe(
      '[[[0.0, 1.5, -2.0], [3.0, 4.0, 5.0]], "float32", -4611686018427387904, "int64", ["a", "\\u00df"], "m", 2.0]',
    );
  });
});
