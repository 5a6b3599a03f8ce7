import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { ConfigError, DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { afterAll, describe, expect, it } from 'vitest';
import golden from '../../../goldens/openZarr.json';
import { fuzz, meetsDamage } from '../../hostile.fixture';
import { openZarr } from './openZarr';
import { zarrFolder } from './zarrFolder';
import type { ZarrStore } from './ZarrStore';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const files = new Map(Object.entries(golden.files).map(([key, text]) => [key, bytesOf(text)]));

const storeOf = (all: ReadonlyMap<string, Uint8Array>): ZarrStore => ({
  get: async (key, range) => {
    const bytes = all.get(key);
    if (bytes === undefined || range === undefined) return bytes?.slice();
    return 'suffixLength' in range
      ? bytes.slice(-range.suffixLength)
      : bytes.slice(range.offset, range.offset + range.length);
  },
  nodes: async () => [...all.keys()].filter((key) => /(^|\/)(zarr\.json|\.zarray|\.zgroup)$/.test(key)),
});
const zarr = openZarr(storeOf(files), { name: 'a.zarr' });
const withFile = (key: string, content: Uint8Array | string) =>
  openZarr(storeOf(new Map<string, Uint8Array>(files).set(key, Buffer.from(content))));
const withMetadata = (key: string, changes: object) =>
  withFile(key, JSON.stringify({ ...JSON.parse(Buffer.from(files.get(key)!).toString()), ...changes }));

const folder = mkdtempSync(join(tmpdir(), 'goal-driven-zarr-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openZarr', () => {
  it.each(Object.entries(golden.values))(
    `reads %s as TensorStore ${golden.versions.tensorstore} does (goldens/openZarr.py)`,
    async (path, values) => {
      const { values: read } = await zarr.read(`/${path}`);
      expect(Array.from(read, Number)).toEqual(values);
    },
  );

  it('keeps types, reads slices and single numbers', async () => {
    const types = { blosc: Int16Array, raw: Float64Array, truth: Uint8Array };
    for (const [name, Type] of Object.entries(types))
      expect((await zarr.read(`/two/${name}`)).values).toBeInstanceOf(Type);
    expect(
      await zarr.read('/three/shards', [
        [1, 3],
        [4, 6],
      ]),
    ).toEqual({
      values: Float32Array.of(10.5, 11.5, 16.5, 17.5),
      shape: [2, 2],
    });
    expect(await zarr.read('/two/blosc', [[4, 5]])).toEqual({
      values: Int16Array.of(21, 22, 23, 24, 25, 26),
      shape: [1, 6],
    });
    expect(await zarr.read('/three/long', [[2, 2]])).toEqual({ values: new BigInt64Array(), shape: [0, 6] });
    expect(await zarr.read('/three/scalar')).toEqual({ values: Float64Array.of(2.5), shape: [] });
  });

  it('lists, and says what is attached', async () => {
    const entries = await zarr.list();
    expect(entries.map(({ path }) => path)).toEqual([
      ...['/three', '/three/long', '/three/scalar', '/three/shards', '/three/sparse', '/three/transposed'],
      ...['/two', '/two/blosc', '/two/raw', '/two/truth'],
    ]);
    expect(entries[7]).toEqual({
      path: '/two/blosc',
      kind: 'array',
      shape: [5, 6],
      type: 'int16',
      chunks: [2, 4],
    });
    expect(await zarr.attributes('/three/shards')).toEqual({ unit: 'Hz' });
    expect(await zarr.attributes('/two')).toEqual({ made: 'by hand' });
    expect(await zarr.attributes('/two/raw')).toEqual({});
  });

  it('says what it does not read', async () => {
    const refused = async (opened: ReturnType<typeof openZarr>, path: string, message: string) =>
      expect(opened.read(path)).rejects.toThrow(message);
    await refused(zarr, '/three', 'a.zarr: /three: must be an array, got a group');
    await refused(zarr, '/none', 'a.zarr: /none: must be a group or an array, got nothing there');
    await expect(zarr.read('/three/../two')).rejects.toThrow(ConfigError);
    await expect(zarr.read('/two/raw', [[0, 6]])).rejects.toThrow('a slice must lie in [5,6], got [0 to 6]');
    const raw = 'two/raw/.zarray';
    await refused(withMetadata(raw, { dtype: '|O' }), '/two/raw', 'dtype must be of numbers');
    await refused(withMetadata(raw, { compressor: { id: 'pickle' } }), '/two/raw', 'codecs must be among');
    await refused(
      withMetadata(raw, { dimension_separator: '/../' }),
      '/two/raw',
      'the separator must be . or /',
    );
    await refused(withMetadata(raw, { shape: [2 ** 40, 6] }), '/two/raw', 'a read must be at most maxBytes');
    await refused(
      withMetadata(raw, { shape: [2 ** 20, 2], chunks: [1, 1] }),
      '/two/raw',
      'chunks; read slices',
    );
  });

  it('stops at a chunk that unpacks to more than it is', async () => {
    const big = Buffer.from(new Uint8Array(2 ** 22));
    await expect(withFile('two/truth/0.0', deflateSync(big)).read('/two/truth')).rejects.toThrow(
      'a chunk must inflate to at most 94 bytes, got more',
    );
    const blosc = files.get('two/blosc/0/0')!.slice();
    new DataView(blosc.buffer).setUint32(4, 2 ** 30, true);
    await expect(withFile('two/blosc/0/0', blosc).read('/two/blosc')).rejects.toThrow(
      'a chunk must unpack to at most 80 bytes, got 1073741824',
    );
  });

  it('reads a folder, and nothing beside it', async () => {
    for (const [key, bytes] of files) {
      mkdirSync(dirname(join(folder, 'in', key)), { recursive: true });
      writeFileSync(join(folder, 'in', key), bytes);
    }
    const store = await zarrFolder(join(folder, 'in'));
    const inFolder = openZarr(store);
    expect(await inFolder.list()).toEqual(await zarr.list());
    expect(await inFolder.read('/three/shards')).toEqual(await zarr.read('/three/shards'));
    writeFileSync(join(folder, 'secret'), 'x');
    symlinkSync(join(folder, 'secret'), join(folder, 'in', 'link'));
    await expect(store.get('link')).rejects.toThrow('"link" must lie in the folder, got another place');
    await expect(store.get('../secret')).rejects.toThrow(DataError);
    await expect(store.get('two/raw/.zarray', { offset: 0, length: 2 ** 40 })).rejects.toThrow(
      'a part must lie',
    );
    await expect(zarrFolder(join(folder, 'absent'))).rejects.toThrow(EnvironmentError);
  });

  for (const key of files.keys()) {
    const path = `/${key.split('/').slice(0, 2).join('/')}`;
    if (!Object.hasOwn(golden.values, path.slice(1)) || /[1-9]/.test(key.split('/').slice(2).join()))
      continue;
    fuzz(`openZarr, damaged ${key}`, () =>
      meetsDamage(files.get(key)!, (bytes) =>
        openZarr(storeOf(new Map<string, Uint8Array>(files).set(key, bytes)), { maxBytes: 2 ** 22 }).read(
          path,
        ),
      ),
    );
  }
});
