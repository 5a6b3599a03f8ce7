import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataEntry, DataList } from './DataEntry';
import { chooseData, dataEntries } from './dataEntries';
import list from './entries.json' with { type: 'json' };

const shared = new URL('../../../../../shared/data/synapses/', import.meta.url);

describe('dataEntries', () => {
  it('are those of the file, each once, with what every study needs', () => {
    expect(Object.keys(dataEntries)).toEqual(list.entries.map(({ name }) => name));
    for (const study of ['ventral-stream', 'mouse-visual', 'mec', 'learning-rules'] as const) {
      const own = Object.values(dataEntries).filter(({ studies }) => studies.includes(study));
      expect(
        own.some(({ kind }) => kind === 'weights'),
        study,
      ).toBe(true);
      expect(
        own.some(({ kind }) => kind === 'recordings' || kind === 'synapses'),
        study,
      ).toBe(true);
    }
  });

  it('say where a program downloads from, or that a person must', () => {
    for (const { name, base, access, after } of Object.values(dataEntries))
      expect(base !== undefined || access !== 'open' || after !== undefined, name).toBe(true);
  });

  it('have the twenty networks of the zoo, index and data', () => {
    const { files } = dataEntries['convrnns']!;
    expect(files).toHaveLength(40);
    expect(new Set(files.map(({ path }) => path.split('/')[0])).size).toBe(20);
  });

  it.skipIf(!existsSync(shared))('have the hashes that the shared copies of synapses have', () => {
    const { files } = dataEntries['synapses']!;
    const here = files.filter(({ path }) => existsSync(new URL(path.replace('synfiles', 'mat'), shared)));
    expect(here.length).toBeGreaterThan(9);
    for (const { path, bytes, sha256 } of here) {
      const copy = readFileSync(new URL(path.replace('synfiles', 'mat'), shared));
      expect([copy.length, createHash('sha256').update(copy).digest('hex')], path).toEqual([bytes, sha256]);
    }
  });
});

describe('chooseData', () => {
  it('takes an entry, a folder of it, or one file', () => {
    expect(chooseData('convrnns').files).toHaveLength(40);
    expect(chooseData('convrnns/rgc_shallow').files.map(({ path }) => path)).toEqual([
      'rgc_shallow/model.ckpt.index',
      'rgc_shallow/model.ckpt.data-00000-of-00001',
    ]);
    expect(chooseData('mouse-vision/dual_stream_ir.pt').files).toHaveLength(1);
  });

  it('lists what there is', () => {
    expect(() => chooseData('cifar')).toThrow('must be one of cifar10, cifar100, imagenet');
    expect(() => chooseData('convrnns/rgc')).toThrow(
      'must be one of rgc_intermediate, rgc_intermediate_tmaxconf',
    );
  });
});

describe('DataEntry', () => {
  const entry = list.entries[0]!;
  it.each([
    ['a path that climbs', { files: [{ path: '../x' }] }],
    ['a path within that climbs', { files: [{ path: 'a/../../x' }] }],
    ['an absolute path', { files: [{ path: '/etc/passwd' }] }],
    ['a hidden path', { files: [{ path: '.profile' }] }],
    ['an address without https', { base: 'http://example.org/' }],
    ['an address that is no folder', { base: 'https://example.org/a' }],
    ['a hash that is none', { files: [{ path: 'x', sha256: 'abc' }] }],
    ['an unknown key', { licence: 'MIT' }],
    ['no bound', { maxBytes: undefined }],
  ])('refuses %s', (_, change) => {
    expect(DataEntry.safeParse(entry).success).toBe(true);
    expect(DataEntry.safeParse({ ...entry, ...change }).success).toBe(false);
  });

  it('refuses one name twice', () => {
    expect(DataList.safeParse({ version: 1, entries: [entry, entry] }).error?.message).toContain(
      'names must differ',
    );
  });
});
