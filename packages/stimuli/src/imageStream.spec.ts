import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ConfigError,
  createRng,
  DataError,
  EnvironmentError,
  ndArray,
  ShapeError,
} from '@goal-driven/core/arrays';
import { PNG } from 'pngjs';
import { afterEach, describe, expect, it } from 'vitest';
import { imageWorkers } from './_imageWorkers';
import { arraySource } from './arraySource';
import { augment } from './augmentation/augment';
import { Augmentation } from './augmentation/Augmentation';
import { heldOutBatches, heldOutImages, imageStream, type ImageStream } from './imageStream';
import type { ImageSource } from './ImageSource';
import { imageAt } from './imageAt';
import { makeImages, rngAt } from './makeImages';
import { objectSource } from './objects/objectSource';
import { RenderedObjects } from './objects/RenderedObjects';

/** Image k of 6 x 6 pixels, of noise, its first red the number k; labels 0, 1, 2 in turn. */
const count = 11;
const bytes = Uint8Array.from(createRng(1).uniform(count * 108), (value) => value * 256);
for (let image = 0; image < count; image++) bytes[image * 108] = image;
const source = arraySource({
  images: ndArray(bytes, [count, 6, 6, 3]),
  labels: Array.from({ length: count }, (_, image) => image % 3),
  classes: ['a', 'b', 'c'],
});
const steps = Augmentation.parse([
  { kind: 'randomResizedCrop', size: 5 },
  { kind: 'flip' },
  { kind: 'colourJitter', brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
  { kind: 'normalise' },
]);
const rng = createRng(7);

const opened: ImageStream[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map(({ close }) => close()))));
const kept = (stream: ImageStream): ImageStream => {
  opened.push(stream);
  return stream;
};
const training = (threads: number, from: ImageSource = source, more: Augmentation = steps, batchSize = 4) =>
  kept(imageStream(from, { batchSize, steps: more, threads }, rng));
const firstReds = (values: Float32Array | Int32Array, size = 108) =>
  Array.from({ length: values.length / size }, (_, image) => Math.round(255 * values[image * size]!));

describe('imageStream', () => {
  it('refuses labels that are none of the classes of a source', () => {
    for (const [at, label] of [
      [4, 3],
      [0, -1],
    ] as const) {
      // prettier-ignore
      const labels = source.labels.slice();
      labels[at] = label;
      const wrong = { ...source, labels };
      const error = new DataError(
        `imageStream: labels of images must be in 0 .. 2, got ${label} at image ${at}`,
      );
      expect(() => imageStream(wrong, { batchSize: 4, steps, threads: 0 }, rng)).toThrow(error);
      expect(() => heldOutImages(wrong, { batchSize: 4, steps: [], threads: 0 })).toThrow(error);
    }
  });

  it('shows each image at most once an epoch, in an order of its own, with its label', async () => {
    const stream = training(0, source, []);
    const epochs: number[][] = [];
    for (let batch = 0; batch < 6; batch++) {
      const { batch: read, next } = await stream.read({ batch });
      expect(next).toEqual({ batch: batch + 1 });
      expect([read.images.shape, read.labels.shape]).toEqual([[4, 6, 6, 3], [4]]);
      const shown = firstReds(read.images.values);
      expect([...read.labels.values]).toEqual(shown.map((image) => image % 3));
      (epochs[Math.floor(batch / 2)] ??= []).push(...shown);
    }
    epochs.forEach((epoch, number) => {
      const order = rng.child('order').child(number).permutation(count);
      expect(epoch).toEqual([...order.subarray(0, 8)]);
    });
    expect(new Set(epochs.map(String)).size).toBe(3);
  });

  it('augments each image by a source of its epoch and its number', async () => {
    const { batch } = await training(0).read({ batch: 3 });
    const index = rng.child('order').child(1).permutation(count)[4 + 2]!;
    const alone = augment(imageAt(source.pixels, index), steps, rng.child('image').child(1).child(index));
    expect(batch.images.values.subarray(2 * 75, 3 * 75)).toEqual(alone.values);
  });

  it('gives the same bits whoever makes them, and from any cursor', async () => {
    const rendered = objectSource(RenderedObjects.parse({ kind: 'objects', images: 9, pixels: 24 }));
    for (const from of [source, rendered]) {
      const expected = [];
      for (const batch of [0, 1, 2]) expected.push(await training(0, from).read({ batch }));
      for (const threads of [1, 3]) {
        const stream = training(threads, from);
        for (const batch of [2, 0, 1]) expect(await stream.read({ batch })).toEqual(expected[batch]);
      }
    }
  });

  it('reads ahead without mixing batches up', async () => {
    const [stream, main] = [training(2), training(0)];
    const ahead = await Promise.all([0, 1, 2, 3].map((batch) => stream.read({ batch })));
    for (const [batch, read] of ahead.entries()) expect(read).toEqual(await main.read({ batch }));
  });

  it('says of which class an error in a thread is', async () => {
    const files: ImageSource = {
      ...source,
      pixels: {
        kind: 'files',
        files: Array(count).fill(fileURLToPath(import.meta.url)),
        limits: { maxBytes: 1e6, maxPixels: 1e6 },
      },
    };
    for (const threads of [0, 2]) {
      const stream = training(threads, files);
      await expect(stream.read({ batch: 0 })).rejects.toThrow(DataError);
      await expect(stream.read({ batch: 1 })).rejects.toThrow(/must be a JPEG or PNG file/);
    }
  });

  it('refuses batches it cannot fill and threads it cannot start', () => {
    expect(() => training(0, source, steps, 12)).toThrow(
      new ConfigError('imageStream: batchSize must be in 1 .. 11, the number of images, got 12'),
    );
    expect(() => training(-1)).toThrow(ConfigError);
  });
});

describe('threads', () => {
  it('run what was built from the sources of today', () => {
    const script = fileURLToPath(new URL('../scripts/imageWorker.mjs', import.meta.url));
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
  });

  it('that end leave nobody waiting, and start again', async () => {
    const workers = imageWorkers(source.pixels, steps, 1);
    const job = { indices: [0, 1], rng: rng.path };
    const lost = workers.make(0, { ...job, indices: Array(2000).fill(1) });
    await Promise.all([expect(lost).rejects.toThrow(EnvironmentError), workers.close()]);
    expect(await workers.make(0, job)).toEqual(makeImages(source.pixels, steps, job));
    await workers.close();
  });

  it('find an rng again by its path', () => {
    const odd = createRng(12).child('a/b%').child(3).child('%2F').child('');
    expect(rngAt(odd.path).path).toBe(odd.path);
    expect(rngAt(odd.path).uniform(2)).toEqual(odd.uniform(2));
  });
});

describe('images of different sizes', () => {
  it('make no batch, in one thread or in two, until they are resized', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
    const files = [2, 3].map((side) => {
      const file = join(folder, `${side}.png`);
      writeFileSync(file, PNG.sync.write(new PNG({ width: side, height: side })));
      return file;
    });
    const limits = { maxBytes: 1e6, maxPixels: 1e6 };
    const mixed: ImageSource = {
      ...source,
      labels: new Int32Array(2),
      pixels: { kind: 'files', files, limits },
    };
    for (const threads of [0, 2])
      await expect(training(threads, mixed, [], 2).read({ batch: 0 })).rejects.toThrow(ShapeError);
    const resized = Augmentation.parse([{ kind: 'resize', size: 4 }]);
    const { batch } = await training(2, mixed, resized, 2).read({ batch: 0 });
    expect(batch.images.shape).toEqual([2, 4, 4, 3]);
    rmSync(folder, { recursive: true });
  });
});

describe('heldOutImages', () => {
  it('shows every image once, in order, then begins again', async () => {
    const stream = kept(heldOutImages(source, { batchSize: 4, steps: [], threads: 0 }));
    expect(heldOutBatches(source, 4)).toBe(3);
    const shown = [];
    for (let batch = 0; batch < 4; batch++)
      shown.push(firstReds((await stream.read({ batch })).batch.images.values));
    expect(shown).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10],
      [0, 1, 2, 3],
    ]);
  });

  it('mixes the classes of a source that has one after the other, each image once', async () => {
    const sorted = {
      ...source,
      labels: Int32Array.from({ length: count }, (_, image) => Math.floor(image / 4)),
    };
    const shown = async () => {
      const stream = kept(heldOutImages(sorted, { batchSize: 4, steps: [], threads: 0, mixed: true }));
      return Promise.all([0, 1, 2, 3].map(async (batch) => (await stream.read({ batch })).batch));
    };
    const batches = await shown();
    const indices = batches.map((batch) => [...batch.indices.values]);
    expect(
      indices
        .slice(0, 3)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual([...sorted.labels.keys()]);
    expect(indices[3]).toEqual(indices[0]);
    expect((await shown()).map((batch) => [...batch.indices.values])).toEqual(indices);
    const [first] = batches;
    expect(new Set(first!.labels.values).size).toBe(3);
    expect(firstReds(first!.images.values)).toEqual(indices[0]);
    expect([...first!.labels.values]).toEqual(indices[0]!.map((index) => sorted.labels[index]));
  });

  it('has no part in chance', () => {
    expect(() => heldOutImages(source, { batchSize: 4, steps, threads: 0 })).toThrow(
      new ConfigError('heldOutImages: steps must not depend on chance, got randomResizedCrop'),
    );
  });
});

describe('arraySource', () => {
  it('refuses images and labels that do not fit', () => {
    const make = (shape: number[], labels: number[]) =>
      arraySource({
        images: ndArray(new Uint8Array(shape.reduce((a, b) => a * b, 1)), shape),
        labels,
        classes: ['a', 'b'],
      });
    expect(() => make([2, 2, 2, 1], [0, 0])).toThrow(
      /must be \[images, height, width, 3\], not empty, got \[2,2,2,1\]/,
    );
    expect(() => make([0, 2, 2, 3], [])).toThrow(DataError);
    expect(() => make([2, 2, 2, 3], [0])).toThrow(/a label for each of 2 images, got 1/);
    expect(() => make([2, 2, 2, 3], [0, 2])).toThrow(/labels must be in 0 .. 1, got 2 at image 1/);
  });
});
