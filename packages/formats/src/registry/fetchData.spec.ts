import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import type { DataEntry } from './DataEntry';
import { fetchData } from './fetchData';
import { localProxy, localServer, serveBytes } from './server.fixture';
import { verifyData } from './verifyData';

const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const sha1 = createHash('sha1').update(bytes).digest('hex');

let folder: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

async function served(...answer: Parameters<typeof localServer>) {
  const server = await localServer(...answer);
  closing.push(server.close);
  return server;
}

const entryAt = (base: string | undefined, file: Partial<DataEntry['files'][number]> = {}): DataEntry => ({
  name: 'one',
  kind: 'weights',
  studies: ['mec'],
  title: 'of this spec',
  license: 'MIT',
  citation: { text: 'nobody' },
  access: base === undefined ? 'ask' : 'open',
  page: 'https://example.org/',
  ...(base !== undefined && { base }),
  maxBytes: 1_000_000,
  files: [{ path: 'model/weights.bin', ...file }],
  format: 'bytes',
  loader: 'none',
  notes: [],
});
const chosen = (entry: DataEntry) => ({ entry, files: entry.files });
const place = () => join(folder, 'one', 'model', 'weights.bin');
const failure = (entry: DataEntry, options = {}) =>
  fetchData(chosen(entry), { folder, ...options }).then(
    () => expect.fail('it must fail'),
    (error: Error) => error,
  );

describe('fetchData', () => {
  it('downloads, verifies, and leaves nothing but the file and its hash', async () => {
    const server = await served(serveBytes(bytes));
    const entry = entryAt(server.base, { sha256, bytes: bytes.length });
    const told: number[] = [];
    const done = await fetchData(chosen(entry), { folder, onProgress: (_, got) => told.push(got) });
    expect(done).toEqual({ folder: join(folder, 'one'), fetched: ['model/weights.bin'] });
    expect(new Uint8Array(await readFile(place()))).toEqual(bytes);
    expect(await readdir(join(folder, 'one', 'model'))).toEqual(['weights.bin']);
    expect(await readFile(join(folder, 'one', 'SHA256SUMS'), 'utf8')).toBe(`${sha256}  model/weights.bin\n`);
    expect(told.at(-1)).toBe(bytes.length);
    expect((await fetchData(chosen(entry), { folder })).fetched).toEqual([]);
    expect(server.asked).toHaveLength(1);
    expect(await verifyData(chosen(entry), { folder })).toMatchObject([{ state: 'verified' }]);
  });

  it('goes on with a part after the connection broke', async () => {
    let most = 70_000;
    const server = await served((request, response) => serveBytes(bytes, { most })(request, response));
    const entry = entryAt(server.base, { sha256 });
    expect((await failure(entry)).message).toContain('What has come is kept: run it again to go on');
    const [state] = await verifyData(chosen(entry), { folder });
    expect(state).toMatchObject({ state: 'partial', note: '70000 bytes have come' });
    await expect(readFile(place())).rejects.toThrow('ENOENT');
    most = Infinity;
    await fetchData(chosen(entry), { folder });
    expect(new Uint8Array(await readFile(place()))).toEqual(bytes);
    expect(server.asked.map(({ range }) => range)).toEqual([undefined, 'bytes=70000-']);
  });

  it('begins anew where the file on the server has changed', async () => {
    let answer = serveBytes(
      bytes.map((value) => value ^ 1),
      { most: 70_000, etag: '"old"' },
    );
    const server = await served((request, response) => answer(request, response));
    const entry = entryAt(server.base, { sha256 });
    await failure(entry);
    answer = serveBytes(bytes, { etag: '"new"' });
    await fetchData(chosen(entry), { folder });
    expect(new Uint8Array(await readFile(place()))).toEqual(bytes);
  });

  it('an interruption leaves a part to go on with', async () => {
    const controller = new AbortController();
    const server = await served((request, response) => {
      if (request.headers.range !== undefined) return serveBytes(bytes)(request, response);
      response.writeHead(200, { etag: '"one"', 'content-length': bytes.length });
      response.write(bytes.subarray(0, 50_000));
    });
    const entry = entryAt(server.base, { sha256 });
    const onProgress = () => void setTimeout(() => controller.abort(), 100); // when the bytes are on the disk
    const { message } = await failure(entry, { signal: controller.signal, onProgress });
    expect(message).toContain('got an interruption. What has come is kept');
    expect(await verifyData(chosen(entry), { folder })).toMatchObject([{ state: 'partial' }]);
    await fetchData(chosen(entry), { folder });
    expect(new Uint8Array(await readFile(place()))).toEqual(bytes);
  });

  it.each([
    ['the sha256', { sha256: 'a'.repeat(64) }, `must have the sha256 ${'a'.repeat(64)}, got ${sha256}`],
    ['the sha1', { sha1: 'a'.repeat(40) }, `must have the sha1 ${'a'.repeat(40)}, got ${sha1}`],
    ['the size', { bytes: 3 }, 'must have 3 bytes, got 200000'],
  ])('keeps nothing of a file that %s is not of', async (_, file, message) => {
    const server = await served(serveBytes(bytes));
    const error = await failure(entryAt(server.base, file));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
    expect(await readdir(join(folder, 'one', 'model'))).toEqual([]);
  });

  it.each([true, false])(
    'takes no more than the bound, whether the server says the size: %s',
    async (says) => {
      const server = await served((_, response) => {
        if (says) response.writeHead(200, { 'content-length': 2_000_000 });
        for (let chunk = 0; chunk < 10; chunk++) response.write(bytes);
        response.end();
      });
      const error = await failure(entryAt(server.base));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toContain(
        says ? 'at most 1000000 bytes, got 2000000' : 'at most 1000000 bytes, got more',
      );
      expect(await readdir(join(folder, 'one', 'model'))).toEqual([]);
    },
  );

  it('follows redirects', async () => {
    const server = await served((request, response) => {
      if (request.url !== '/there') return void response.writeHead(302, { location: '/there' }).end();
      serveBytes(bytes)(request, response);
    });
    await fetchData(chosen(entryAt(server.base, { sha256 })), { folder });
    expect(server.asked.map(({ url }) => url)).toEqual(['/model/weights.bin', '/there']);
  });

  it('says what to place where when the server has no such file, or nobody answers', async () => {
    const server = await served((_, response) => void response.writeHead(404).end('no'));
    const error = await failure(entryAt(server.base, { sha256, bytes: 7 }));
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toContain('got status 404');
    expect(error.message).toContain(
      `Place there:\n  model/weights.bin (7 bytes, sha256 ${sha256}) from ${server.base}model/weights.bin`,
    );
    expect((await failure(entryAt('http://127.0.0.1:1/'))).message).toContain('must be reachable');
  });

  it('leaves the network alone when told so, by option or environment', async () => {
    const server = await served(serveBytes(bytes));
    const { message } = await failure(entryAt(server.base), { offline: true });
    expect(message).toContain(`one must be in ${join(folder, 'one')}, got none: the network is switched off`);
    vi.stubEnv('GOAL_DRIVEN_OFFLINE', '1');
    await failure(entryAt(server.base));
    expect(server.asked).toEqual([]);
  });

  it('says whom to ask for what nobody may download', async () => {
    expect((await failure(entryAt(undefined))).message).toContain('to be asked for: https://example.org/');
  });

  it('goes through the proxy that the environment names, and past it', async () => {
    const server = await served(serveBytes(bytes));
    const proxy = await localProxy();
    closing.push(proxy.close);
    for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTPS_PROXY', 'NO_PROXY'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('HTTP_PROXY', proxy.url);
    await fetchData(chosen(entryAt(server.base, { sha256 })), { folder });
    expect(proxy.tunnels).toHaveLength(1);
    await rm(place());
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    await fetchData(chosen(entryAt(server.base, { sha256 })), { folder });
    expect(proxy.tunnels).toHaveLength(1);
  });
});

describe('verifyData', () => {
  it('compares with what came where no hash is published, and else with nothing', async () => {
    const server = await served(serveBytes(bytes));
    const entry = entryAt(server.base);
    await fetchData(chosen(entry), { folder });
    const state = async (options = {}) => (await verifyData(chosen(entry), { folder, ...options }))[0];
    expect(await state()).toMatchObject({ state: 'unchanged' });
    await writeFile(place(), 'other');
    expect(await state()).toMatchObject({ state: 'wrong' });
    expect(await state({ hash: false })).toMatchObject({ state: 'present' });
    await rm(join(folder, 'one', 'SHA256SUMS'));
    expect(await state()).toMatchObject({ state: 'present' });
    await rm(place());
    expect(await state()).toMatchObject({ state: 'absent' });
    await mkdir(place());
    expect(await state()).toMatchObject({ state: 'present' });
  });

  it('finds another size without reading, and another hash', async () => {
    const entry = entryAt(undefined, { bytes: bytes.length, sha1 });
    await mkdir(join(folder, 'one', 'model'), { recursive: true });
    await writeFile(place(), bytes.subarray(1));
    const state = async () => (await verifyData(chosen(entry), { folder }))[0];
    expect(await state()).toMatchObject({ state: 'wrong', note: 'must have 200000 bytes, got 199999' });
    await writeFile(place(), bytes);
    expect(await state()).toMatchObject({ state: 'verified' });
    await writeFile(
      place(),
      bytes.map((value) => value ^ 1),
    );
    expect(await state()).toMatchObject({ state: 'wrong' });
  });

  it('unpacks an archive once, also one that was placed by hand', async () => {
    const archive = zipSync({ 'in/one': strToU8('first') });
    const server = await served(serveBytes(archive));
    const entry = entryAt(server.base, { path: 'images.zip', unpackTo: 'images' });
    const one = join(folder, 'one', 'images', 'in', 'one');
    await fetchData(chosen(entry), { folder });
    expect(await readFile(one, 'utf8')).toBe('first');
    await writeFile(one, 'changed by its owner');
    expect((await fetchData(chosen(entry), { folder, offline: true })).fetched).toEqual([]);
    expect(await readFile(one, 'utf8')).toBe('changed by its owner');
    await rm(join(folder, 'one', 'images.zip.unpacked'));
    await fetchData(chosen(entry), { folder, offline: true });
    expect(await readFile(one, 'utf8')).toBe('first');
    expect(server.asked).toHaveLength(1);
  });
});
