import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '@goal-driven/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleProgram } from '../../../../specs.shared.ts';
import { diskStore } from './diskStore';

type Link = (from: string, to: string) => void;
const links = vi.hoisted(() => ({ instead: undefined as ((really: Link) => Link) | undefined }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const linkSync: Link = (from, to) => (links.instead?.(real.linkSync) ?? real.linkSync)(from, to);
  return { ...real, linkSync };
});

const refusing = (code: string): Error => Object.assign(new Error(`link: ${code}`), { code });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'store-'));
  links.instead = undefined;
});
afterEach(() => rmSync(root, { recursive: true }));

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a store on the disk', () => {
  it('has nothing in files and folders that are not there', () => {
    const store = diskStore(root);
    expect(store.read('a/b.json')).toBeUndefined();
    expect(store.list('a')).toEqual([]);
    expect([...store.readFrom('a/b.json', 0)]).toEqual([]);
    expect(existsSync(join(root, 'a'))).toBe(false);
  });

  it('creates a file once, and never changes it', () => {
    const store = diskStore(root);
    expect(store.create('a/b/claim.json', 'first ü')).toBe(true);
    expect(store.create('a/b/claim.json', 'second')).toBe(false);
    expect(diskStore(root).create('a/b/claim.json', 'third')).toBe(false);
    expect(readFileSync(join(root, 'a/b/claim.json'), 'utf8')).toBe('first ü');
    expect(store.read('a/b/claim.json')).toBe('first ü');
    expect(store.list('a/b')).toEqual(['claim.json']);
    expect(store.create('empty', '')).toBe(true);
    expect(store.read('empty')).toBe('');
  });

  it('replaces a file whole', () => {
    const store = diskStore(root);
    store.replace('a/beat.json', 'a long one');
    store.replace('a/beat.json', '2');
    expect(store.read('a/beat.json')).toBe('2');
    expect(store.list('a')).toEqual(['beat.json']);
  });

  it('appends, and gives what came from a byte on', () => {
    const store = diskStore(root);
    store.append('journal/a.jsonl', 'one ü\n');
    store.append('journal/a.jsonl', 'two\n', 'later');
    store.append('journal/a.jsonl', 'three\n');
    expect(store.read('journal/a.jsonl')).toBe('one ü\ntwo\nthree\n');
    expect(text(store.readFrom('journal/a.jsonl', 0))).toBe('one ü\ntwo\nthree\n');
    expect(text(store.readFrom('journal/a.jsonl', 7))).toBe('two\nthree\n');
    expect(text(store.readFrom('journal/a.jsonl', 16))).toBe('\n');
    expect([17, 18, 1000].map((offset) => store.readFrom('journal/a.jsonl', offset).length)).toEqual([
      0, 0, 0,
    ]);
  });

  it('says in its own words why the disk refused', () => {
    const store = diskStore(root);
    writeFileSync(join(root, 'file'), '');
    for (const act of [
      () => store.create('file/claim.json', ''),
      () => store.append('file/a.jsonl', 'x'),
      () => store.replace('file/a.json', 'x'),
      () => store.read('file/a.json'),
      () => store.list('file'),
    ]) {
      expect(act).toThrow(EnvironmentError);
      expect(act).toThrow(/got a file.*file/);
    }
    store.append('folder/x', '');
    expect(() => store.append('folder', 'x')).toThrow(/^sweep: the path must be a file, got a folder/);
  });
});

/** A program that creates `claim-0` to `claim-19` as soon as the file `go` is there, and prints which of them it made. */
const rivalry = `
  import { existsSync } from 'node:fs';
  import { diskStore } from './diskStore';
  const [root = '', name = ''] = process.argv.slice(2);
  const store = diskStore(root);
  store.create('ready/' + name, '');
  while (!existsSync(root + '/go'));
  const made: number[] = [];
  for (let n = 0; n < 20; n++) if (store.create('claims/claim-' + n, name.repeat(2000))) made.push(n);
  console.log(JSON.stringify(made));
`;

describe('of many who create the same file', () => {
  let bundles: string;
  beforeAll(async () => {
    bundles = mkdtempSync(join(tmpdir(), 'rival-'));
    const source = { text: rivalry, folder: fileURLToPath(new URL('.', import.meta.url)) };
    await bundleProgram(import.meta.url, source, join(bundles, 'rival.mjs'));
  });
  afterAll(() => rmSync(bundles, { recursive: true, force: true }));

  const rival = (name: string): Promise<number[]> => {
    const child = spawn(process.execPath, [join(bundles, 'rival.mjs'), root, name]);
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    return new Promise((resolve, reject) =>
      child.on('exit', (code) =>
        code === 0 ? resolve(JSON.parse(out) as number[]) : reject(new Error(err)),
      ),
    );
  };

  it('exactly one has made it, whole, and no scrap is left', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const rivals = names.map(rival);
    const store = diskStore(root);
    while (store.list('ready').length < names.length) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(root, 'go'), '');
    const made = await Promise.all(rivals);
    expect(made.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    for (const [at, numbers] of made.entries())
      for (const n of numbers) expect(store.read(`claims/claim-${n}`)).toBe(names[at]!.repeat(2000));
    expect(store.list('claims')).toEqual(Array.from({ length: 20 }, (_, n) => `claim-${n}`).sort());
  });

  it('the one that comes to the link second is told so', () => {
    const store = diskStore(root);
    links.instead = (link) => (from, to) => {
      writeFileSync(to, 'by another'); // between the look and the link
      link(from, to);
    };
    expect(store.create('claim', 'mine')).toBe(false);
    expect(store.read('claim')).toBe('by another');
    expect(readdirSync(root)).toEqual(['claim']);
  });
});

describe('a link', () => {
  it.each(['EEXIST', 'EIO'])('that was made though its answer, %s, says otherwise counts', (code) => {
    links.instead = (link) => (from, to) => {
      link(from, to);
      throw refusing(code);
    };
    expect(diskStore(root).create('claim', 'mine')).toBe(true);
    expect(readFileSync(join(root, 'claim'), 'utf8')).toBe('mine');
    expect(readdirSync(root)).toEqual(['claim']);
    expect(statSync(join(root, 'claim')).nlink).toBe(1);
  });

  it('that the disk has no room for is an error, and leaves no scrap', () => {
    links.instead = () => () => {
      throw refusing('ENOSPC');
    };
    const store = diskStore(root);
    expect(() => store.create('claim', 'mine')).toThrow(/^sweep: the disk must have room left/);
    expect(readdirSync(root)).toEqual([]);
    links.instead = undefined;
    expect(store.create('claim', 'mine')).toBe(true);
  });

  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])(
    'that a file system does not have (%s) is done without',
    (code) => {
      let asked = 0;
      links.instead = () => () => {
        asked += 1;
        throw refusing(code);
      };
      const store = diskStore(root);
      expect(store.create('claim', 'mine')).toBe(true);
      expect(store.create('claim', 'again')).toBe(false);
      expect(readFileSync(join(root, 'claim'), 'utf8')).toBe('mine');
      links.instead = () => (_, to) => {
        asked += 1;
        writeFileSync(to, 'by another');
        throw refusing(code);
      };
      expect(store.create('other', 'mine')).toBe(false);
      expect(readFileSync(join(root, 'other'), 'utf8')).toBe('by another');
      expect(readdirSync(root).sort()).toEqual(['claim', 'other']);
      expect(asked).toBe(2);
    },
  );
});
