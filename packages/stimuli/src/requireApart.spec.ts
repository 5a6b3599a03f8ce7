import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@goal-driven/core/arrays';
import { afterAll, describe, expect, it } from 'vitest';
import { ImageData } from './openImageData';
import { requireApart } from './requireApart';

const folder = mkdtempSync(join(tmpdir(), 'apart-'));
afterAll(() => rmSync(folder, { recursive: true }));
symlinkSync(folder, join(folder, 'link'));

const apart = (train: object, test: object) => () =>
  requireApart('study', ImageData.parse(train), ImageData.parse(test));
const objects = (first: number, images: number, more: object = {}) => ({
  kind: 'objects',
  ...{ first, images, ...more },
});
const maze = (firstMaze: number, more: object = {}) => ({
  kind: 'maze',
  ...{ firstMaze, mazes: 100, images: 640, steps: 64, ...more },
});

describe('requireApart', () => {
  it('lets sets be that follow each other, or are of other seeds and kinds', () => {
    apart(objects(0, 8000), objects(8000, 100))();
    apart(objects(50, 10), objects(0, 50))();
    apart(objects(0, 8000), objects(0, 8000, { seed: 1 }))();
    apart({ kind: 'textures', images: 8 }, { kind: 'textures', first: 8, images: 8 })();
    apart({ kind: 'textures', images: 8 }, objects(0, 8))();
    apart(maze(0), maze(10))(); // ten walks in ten of the hundred mazes
    apart(maze(0), maze(0, { seed: 1 }))();
    apart({ kind: 'cifar10', folder }, { kind: 'cifar10', folder, split: 'test' })();
    apart({ kind: 'imageFolder', folder: join(folder, 'a') }, { kind: 'imageFolder', folder })();
  });

  it('finds numbers of one seed that both have', () => {
    expect(apart(objects(0, 20_000), objects(8000, 1600))).toThrow(
      new ConfigError(
        'study: images to be judged by must not be learned from, got images 8000 to 9599 of one seed in both',
      ),
    );
    expect(apart(objects(9, 1), objects(0, 10, { pixels: 32 }))).toThrow('images 9 to 9 of one seed');
    expect(apart({ kind: 'textures', images: 9 }, { kind: 'textures', first: 8 })).toThrow('images 8 to 8');
    expect(apart(maze(0), maze(9))).toThrow('mazes 9 to 9 of one seed');
  });

  it('finds one folder or file under two names', () => {
    const link = join(folder, 'link');
    for (const kind of ['cifar10', 'cifar100', 'imageFolder']) {
      expect(apart({ kind, folder }, { kind, folder: link })).toThrow(`${folder} in both`);
      expect(apart({ kind, folder }, { kind, folder: `${folder}/absent/..`, limit: 3 })).toThrow(ConfigError);
    }
    const file = { kind: 'cifar10', folder: join(folder, 'data_batch_1.bin') };
    writeFileSync(file.folder, '');
    expect(apart(file, { ...file, split: 'test' })).toThrow(ConfigError);
  });
});
