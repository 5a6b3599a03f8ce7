import { ConfigError, createRng, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { afterEach, describe, expect, it } from 'vitest';
import { arraySource } from './arraySource';
import { augment } from './augmentation/augment';
import { Augmentation } from './augmentation/Augmentation';
import { depthAt } from './depthAt';
import { imageAt } from './imageAt';
import { heldOutImages, imageStream, type ImageStream } from './imageStream';
import { lookAt } from './lookAt';
import { Looks } from './Looks';
import { objectSource } from './objects/objectSource';
import { RenderedObjects } from './objects/RenderedObjects';

const rng = createRng(3);
/** Pixel k of image 1 is k in all channels. */
const source = arraySource({
  images: ndArray(
    Uint8Array.from({ length: 2 * 81 * 3 }, (_, at) => Math.floor(at / 3) % 81),
    [2, 9, 9, 3],
  ),
  labels: [0, 1],
  classes: ['a', 'b'],
});
const objects = objectSource(
  RenderedObjects.parse({ kind: 'objects', images: 6, pixels: 24, variation: ['high'] }),
);

const opened: ImageStream[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map(({ close }) => close()))));

describe('views', () => {
  const steps = Augmentation.parse([{ kind: 'randomResizedCrop', size: 5 }, { kind: 'flip' }]);
  const looks = Looks.parse({ kind: 'views', views: { images: steps, second: steps } });

  it('are independent looks at one image, the first that of the steps alone', () => {
    const { images, second } = lookAt(source.pixels, 1, looks, rng);
    expect(images).toEqual(augment(imageAt(source.pixels, 1), steps, rng));
    expect(second).toEqual(augment(imageAt(source.pixels, 1), steps, rng.child('second')));
    expect(images).not.toEqual(second);
  });

  it('make batches, the same from threads, with the numbers of their images', async () => {
    const stream = (threads: number) => {
      const made = imageStream(objects, { batchSize: 4, steps: looks, threads }, rng);
      opened.push(made);
      return made.read({ batch: 0 });
    };
    const { batch } = await stream(0);
    expect(Object.keys(batch).sort()).toEqual(['images', 'indices', 'labels', 'second']);
    expect(batch['second']!.shape).toEqual([4, 5, 5, 3]);
    expect([...batch.indices.values]).toEqual([...rng.child('order').child(0).permutation(6).subarray(0, 4)]);
    expect((await stream(2)).batch).toEqual(batch);
  });

  it('are held to a view named images and no other array', () => {
    expect(() => Looks.parse({ kind: 'views', views: { second: [] } })).toThrow(
      /must have a view named images/,
    );
    expect(() => Looks.parse({ kind: 'views', views: { images: [], labels: [] } })).toThrow(
      /labels or indices/,
    );
    expect(() => heldOutImages(source, { batchSize: 1, steps: looks, threads: 0 })).toThrow(
      new ConfigError('heldOutImages: steps must not depend on chance, got randomResizedCrop'),
    );
  });
});

describe('cells', () => {
  const looks = (size: number) => Looks.parse({ kind: 'cells', steps: [], grid: 3, cell: 3, size });
  const pixels = (size: number, seed = 3) =>
    Array.from(lookAt(source.pixels, 1, looks(size), createRng(seed)).images!.values)
      .filter((_, at) => at % 3 === 0)
      .map((value) => Math.round(255 * value));

  it('cut the image into parts in raster order', () => {
    expect(pixels(3).slice(0, 18)).toEqual([0, 1, 2, 9, 10, 11, 18, 19, 20, 3, 4, 5, 12, 13, 14, 21, 22, 23]);
    expect(pixels(3).slice(-9)).toEqual([60, 61, 62, 69, 70, 71, 78, 79, 80]);
  });

  it('are cropped anywhere within themselves, each by itself', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 60; seed++) seen.add(pixels(2, seed)[4 * 4]!); // the first pixel of the middle cell
    expect([...seen].sort((a, b) => a - b)).toEqual([30, 31, 39, 40]);
  });

  it('need room', () => {
    expect(() => lookAt(source.pixels, 1, Looks.parse({ kind: 'cells', steps: [] }), rng)).toThrow(
      ShapeError,
    );
    expect(() => Looks.parse({ kind: 'cells', steps: [], cell: 3, size: 4 })).toThrow(
      /size must be at most cell/,
    );
  });
});

describe('depth', () => {
  const whole = Looks.parse({ kind: 'depth', flip: false, size: 24 });

  it('is the map less its mean over its deviation', () => {
    const { depth, images } = lookAt(objects.pixels, 2, whole, rng);
    expect([images!.shape, depth!.shape]).toEqual([
      [24, 24, 3],
      [24, 24],
    ]);
    const map = depthAt(objects.pixels, 2).values;
    const mean = map.reduce((sum, value) => sum + value, 0) / 576;
    const sd = Math.sqrt(map.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 575);
    map.forEach((value, at) => expect(depth!.values[at]).toBeCloseTo((value - mean) / sd, 5));
  });

  it('is cut and mirrored as its image is', () => {
    // A crop of 23 of 24 pixels lies at offset 0 alone, since the last offset is left out.
    const cut = Looks.parse({ kind: 'depth', crop: 23, size: 23 });
    const mirrored = new Set<boolean>();
    const first = (row: number, values: ArrayLike<number>, step: number) => values[row * 23 * step]!;
    for (let seed = 0; seed < 12; seed++) {
      const { depth, images } = lookAt(objects.pixels, 2, cut, createRng(seed));
      const map = depthAt(objects.pixels, 2).values;
      const image = imageAt(objects.pixels, 2).values;
      const turned = Math.abs((0.229 * first(5, images!.values, 3) + 0.485) * 255 - image[5 * 72]!) > 0.01;
      mirrored.add(turned);
      const value = (column: number) => depth!.values[11 * 23 + column]!;
      const stored = (column: number) => map[11 * 24 + (turned ? 22 - column : column)]!;
      for (let column = 1; column < 23; column++)
        expect(Math.sign(value(column) - value(0))).toBe(Math.sign(stored(column) - stored(0)));
    }
    expect(mirrored.size).toBe(2);
  });

  it('is of the middle of the image where that is asked for, resized by nearest pixels', () => {
    // 6 x 9 pixels become 4 x 6 and of these the middle 4 x 4; columns 1 to 4 are nearest to 2, 3, 5 and 6.
    const [rows, columns] = [6, 9];
    const map = Uint8Array.from({ length: rows * columns }, (_, at) => 4 * at);
    const held = arraySource({
      images: ndArray(Uint8Array.from({ length: 3 * rows * columns }, (_, at) => 40 + (at % (3 * columns))), [1, rows, columns, 3]), // prettier-ignore
      labels: [0],
      classes: ['a'],
      depth: ndArray(map, [1, rows, columns]),
    });
    const centre = { shorter: 4, size: 4 };
    const looks = Looks.parse({ kind: 'depth', flip: false, size: 4, centre });
    const { images, depth } = lookAt(held.pixels, 0, looks, rng);
    const nearestTo = [0, 2, 3, 5].flatMap((row) =>
      [2, 3, 5, 6].map((column) => 4 * (row * columns + column)),
    );
    const mean = nearestTo.reduce((sum, value) => sum + value) / 16;
    const sd = Math.sqrt(nearestTo.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 15);
    nearestTo.forEach((value, at) => expect(depth!.values[at]).toBeCloseTo((value - mean) / sd, 5));
    const steps = [
      { kind: 'resizeShorter', size: 4 },
      { kind: 'centreCrop', size: 4 },
    ];
    const alone = Augmentation.parse([{ kind: 'bytes', steps }, { kind: 'normalise' }]);
    expect(images).toEqual(lookAt(held.pixels, 0, alone, rng)['images']);
    // Held-out images may be so; nothing is left to chance.
    expect(heldOutImages(held, { batchSize: 1, steps: looks, threads: 0 }).name).toBe('images/held-out');
    expect(() => Looks.parse({ kind: 'depth', crop: 2, centre })).toThrow(/a crop or a centre, not both/);
    expect(() => Looks.parse({ kind: 'depth', centre: { shorter: 3, size: 4 } })).toThrow(
      /size must be at most shorter/,
    );
  });

  it('is of images that have depth, which must be larger than a crop, and not held out by chance', () => {
    expect(() => lookAt(source.pixels, 0, whole, rng)).toThrow(
      new ConfigError(
        'depthAt: the images must have depth (rendered objects, or a folder with one of depth), got array',
      ),
    );
    const cut = Looks.parse({ kind: 'depth', crop: 24 });
    expect(() => lookAt(objects.pixels, 0, cut, rng)).toThrow(ShapeError);
    expect(() => heldOutImages(objects, { batchSize: 1, steps: cut, threads: 0 })).toThrow(ConfigError);
  });
});
