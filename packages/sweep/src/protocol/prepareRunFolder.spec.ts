import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareRunFolder, removeEarlierRuns } from './prepareRunFolder';

const id = 'ab456789abcdef012345';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prepare-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const folderOf = (attempt: number) => join(root, 'trials', 'ab', id, `run-${attempt}`);
const write = (attempt: number, path: string, text: string) => {
  mkdirSync(dirname(join(folderOf(attempt), path)), { recursive: true });
  writeFileSync(join(folderOf(attempt), path), text);
};

describe("an attempt's folder", () => {
  it('of the first attempt is new', () => {
    expect(prepareRunFolder(root, id, 1)).toBe(folderOf(1));
    expect(prepareRunFolder(root, id, 3)).toBe(folderOf(3));
    expect(readdirSync(root)).toEqual([]);
  });

  it('has what the newest earlier one left, without its lock and what it was writing', () => {
    write(1, 'config.json', 'old');
    write(3, 'config.json', 'new');
    write(3, 'checkpoints/step-5', 'weights');
    write(3, 'checkpoints/.step-6.tmp', 'half');
    write(3, 'lock', 'of another process');
    write(3, 'locks', 'no lock');
    expect(prepareRunFolder(root, id, 5)).toBe(folderOf(5));
    expect(readdirSync(folderOf(5)).sort()).toEqual(['checkpoints', 'config.json', 'locks']);
    expect(readFileSync(join(folderOf(5), 'config.json'), 'utf8')).toBe('new');
    expect(readdirSync(join(folderOf(5), 'checkpoints'))).toEqual(['step-5']);
    writeFileSync(join(folderOf(5), 'config.json'), 'mine');
    expect(readFileSync(join(folderOf(3), 'config.json'), 'utf8')).toBe('new');
  });

  it('is new where the copy fails half-way', () => {
    write(1, 'a', 'kept');
    mkdirSync(dirname(folderOf(2)), { recursive: true });
    writeFileSync(folderOf(2), 'a file in its place');
    expect(prepareRunFolder(root, id, 2)).toBe(folderOf(2));
    expect(existsSync(folderOf(2))).toBe(false);
    expect(existsSync(`${folderOf(2)}.copy`)).toBe(false);
  });

  it('is no part of what a worker was killed over', () => {
    for (const file of ['manifest.json', 'metrics.jsonl']) write(1, file, 'whole');
    mkdirSync(`${folderOf(2)}.copy`);
    writeFileSync(join(`${folderOf(2)}.copy`, 'metrics.jsonl'), 'wh');
    expect(prepareRunFolder(root, id, 3)).toBe(folderOf(3));
    expect(readdirSync(folderOf(3)).sort()).toEqual(['manifest.json', 'metrics.jsonl']);
    removeEarlierRuns(root, id, 3);
    expect(readdirSync(join(folderOf(1), '..'))).toEqual(['run-3']);
  });
});

describe('what earlier attempts left', () => {
  it('is removed, and nothing else', () => {
    for (const attempt of [1, 2, 3, 4]) write(attempt, 'a', '');
    writeFileSync(join(folderOf(1), '..', 'claim-1.json'), '');
    removeEarlierRuns(root, id, 3);
    expect(readdirSync(join(folderOf(1), '..')).sort()).toEqual(['claim-1.json', 'run-3', 'run-4']);
    removeEarlierRuns(root, id, 1);
    expect(existsSync(folderOf(3))).toBe(true);
  });
});
