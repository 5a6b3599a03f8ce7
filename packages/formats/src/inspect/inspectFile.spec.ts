import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError, EnvironmentError, writeNpy, writeNpz, writeSafetensors } from '@goal-driven/core/arrays';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import hdf5 from '../../goldens/hdf5.json';
import mat5 from '../../goldens/mat5.json';
import mat73 from '../../goldens/mat73.json';
import netcdf from '../../goldens/netcdf.json';
import nwb from '../../goldens/nwb.json';
import zarr from '../../goldens/openZarr.json';
import bundles from '../../goldens/readTensorBundle.json';
import torch from '../../goldens/readTorch.json';
import tfRecord from '../../goldens/tfRecords.json';
import { fuzz, meetsDamage } from '../hostile.fixture';
import { inspectFile } from './inspectFile';

const folder = mkdtempSync(join(tmpdir(), 'goal-driven-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const decoded = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
/** Names say nothing: all files but the index of a checkpoint have the same. */
async function inspected(bytes: Uint8Array | string, name = 'file') {
  writeFileSync(join(folder, name), bytes);
  return inspectFile(join(folder, name));
}
const paths = (contents: { entries: readonly { path: string }[] }) =>
  contents.entries.map(({ path }) => path);
const square = { values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
const torchFile = (name: string) => decoded(torch.cases.find((each) => each.name === name)!.file);

describe('inspectFile', () => {
  it('lists weights', async () => {
    expect(await inspected(writeSafetensors({ a: square }, { of: 'b' }, { half: ['a'] }))).toEqual({
      format: 'safetensors',
      entries: [{ path: 'a', kind: 'array', shape: [2, 2], dtype: 'F16' }],
      notes: ['of: b'],
    });
    expect(await inspected('{"weight_map":{"a":"m-1.safetensors"}}')).toMatchObject({
      format: 'safetensors-index',
      entries: [{ path: 'a', attributes: { file: 'm-1.safetensors' } }],
    });
    for (const layout of ['zip', 'old']) {
      const { format, entries } = await inspected(torchFile(`checkpoint, ${layout}`));
      expect(format).toBe(`torch-${layout}`);
      expect(entries).toContainEqual(expect.objectContaining({ kind: 'array', dtype: 'F32' }));
      expect(entries).toContainEqual(expect.objectContaining({ kind: 'value' }));
    }
    const { files } = bundles.cases.find(({ name }) => name === 'all types')!;
    for (const [ending, text] of Object.entries(files))
      writeFileSync(join(folder, `prefix${ending}`), gunzipSync(decoded(text)));
    const bundle = await inspectFile(join(folder, 'prefix.index'));
    expect(bundle.format).toBe('tensor-bundle');
    expect(bundle.entries.length).toBeGreaterThan(5);
  });

  it('tells what is laid out in HDF5 from what is attached to its root', async () => {
    const plain = await inspected(decoded(hdf5.everything));
    expect(plain.format).toBe('hdf5');
    expect(plain.entries).toContainEqual(
      expect.objectContaining({ path: '/again', kind: 'array', shape: [30, 20], dtype: 'float64' }),
    );
    expect((await inspected(decoded(nwb.session))).format).toBe('nwb');
    expect((await inspected(decoded(netcdf.file))).format).toBe('netcdf4');
    expect((await inspected(decoded(mat73.whole))).format).toBe('mat73');
  });

  it('lists arrays, variables, records and files', async () => {
    expect(await inspected(writeNpy(square))).toEqual({
      format: 'npy',
      entries: [{ path: '', kind: 'array', shape: [2, 2], dtype: 'float32' }],
      notes: [],
    });
    expect(
      await inspected(writeNpz({ b: { values: BigInt64Array.of(1n), shape: [] } }, { compress: true })),
    ).toEqual({
      format: 'npz',
      entries: [{ path: 'b', kind: 'array', shape: [], dtype: 'int64' }],
      notes: [],
    });
    const mat = await inspected(decoded(mat5.files[0]!.mat));
    expect(mat.format).toBe('mat5');
    expect(mat.entries.length).toBeGreaterThan(0);
    const records = await inspected(decoded(tfRecord.file));
    expect(records).toMatchObject({
      format: 'tfrecord',
      entries: [{ kind: 'records', shape: [2] }, {}, {}, {}, {}],
    });
    expect(await inspected(zipSync({ 'a/b.txt': Uint8Array.of(1, 2) }))).toMatchObject({
      format: 'zip',
      entries: [{ path: 'a/b.txt', kind: 'file', attributes: { bytes: 2 } }],
    });
    expect(await inspected('a;b\n1;x\n2;y\n')).toEqual({
      format: 'csv',
      entries: [
        { path: 'a', kind: 'column', shape: [2], dtype: 'number' },
        { path: 'b', kind: 'column', shape: [2], dtype: 'text' },
      ],
      notes: ['delimiter: ";"'],
    });
    expect(await inspected('Well, this\nis prose.\n')).toMatchObject({ format: 'text' });
    expect(paths(await inspected('{"a":[1,2],"b":true}'))).toEqual(['a', 'b']);
  });

  it('lists a folder of Zarr', async () => {
    const store = join(folder, 'store');
    await expect(inspectFile(folder)).rejects.toThrow('must be a file or a folder of Zarr');
    mkdirSync(join(store, 'a'), { recursive: true });
    writeFileSync(join(store, '.zgroup'), '{"zarr_format":2}');
    writeFileSync(join(store, 'a', 'zarr.json'), decoded(zarr.files['three/shards/zarr.json']));
    expect(await inspectFile(store)).toEqual({
      format: 'zarr',
      entries: [
        { path: '/', kind: 'group', shape: null, dtype: null },
        { path: '/a', kind: 'array', shape: [5, 6], dtype: 'float32', attributes: { unit: 'Hz' } },
      ],
      notes: [],
    });
  });

  it('tells the size of pictures', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgQAYAAA4AAamRc7EAAAAASUVORK5CYII=';
    expect(await inspected(decoded(png))).toMatchObject({ format: 'png', entries: [{ shape: [2, 3, 4] }] });
    const gif = Uint8Array.of(...Buffer.from('GIF89a'), 3, 0, 2, 0, 0, 0, 0);
    expect(await inspected(gif)).toMatchObject({ format: 'gif', entries: [{ shape: [2, 3, 3] }] });
    const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc0, 0, 17, 8, 0, 2, 0, 3, 3, 0, 0];
    expect(await inspected(Uint8Array.from(jpeg))).toMatchObject({ entries: [{ shape: [2, 3, 3] }] });
  });

  it('refuses what it does not know, and runs no pickle', async () => {
    await expect(inspected(Uint8Array.of(0, 1, 2))).rejects.toThrow(
      'inspectFile: file must be of a format that is read, got other bytes from byte 0: 000102',
    );
    await expect(inspected('')).rejects.toThrow(DataError);
    await expect(inspectFile(join(folder, 'absent'))).rejects.toThrow(EnvironmentError);
    expect(await inspected(Uint8Array.of(0x80, 4, 0x2e))).toMatchObject({ format: 'pickle', entries: [] });
    expect(await inspected('words without columns')).toMatchObject({ format: 'text' });
  });

  fuzz('inspectFile, a damaged file of any format', () =>
    meetsDamage(
      [
        writeSafetensors({ a: square }),
        writeNpz({ a: square }, { compress: false }),
        torchFile('checkpoint, old'),
        torchFile('checkpoint, zip'),
        decoded(hdf5.latest),
        decoded(mat5.files[0]!.mat),
        decoded(tfRecord.file),
      ],
      (bytes) => inspected(bytes),
    ),
  );
});
