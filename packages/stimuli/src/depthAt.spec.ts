import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createRng, DataError, ndArray } from '@goal-driven/core/arrays';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { arraySource } from './arraySource';
import { depthAt, hasDepth } from './depthAt';
import { heldInMemory } from './heldInMemory';
import { ImageFolder, imageFolder } from './imageFolder';
import { imageStream } from './imageStream';
import { lookAt } from './lookAt';
import { Looks } from './Looks';
import { objectSource } from './objects/objectSource';
import { renderDepth } from './objects/renderDepth';
import { objectLatents } from './objects/objectSet';
import { RenderedObjects } from './objects/RenderedObjects';

const root = mkdtempSync(join(tmpdir(), 'depth-'));
afterAll(() => rmSync(root, { recursive: true }));

const picture = (width: number, height: number, of: (pixel: number, channel: number) => number): Buffer => {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at++)
    png.data[at] = at % 4 === 3 ? 255 : of(Math.floor(at / 4), at % 4);
  return PNG.sync.write(png);
};
for (const name of ['images/a', 'depths/a', 'other/a', 'coloured/a', 'missing/a'])
  mkdirSync(join(root, name), { recursive: true });
for (const name of ['one', 'two'])
  writeFileSync(
    join(root, 'images/a', `${name}.png`),
    picture(5, 4, (pixel, channel) => pixel + 60 * channel),
  );
writeFileSync(
  join(root, 'depths/a/one.png'),
  picture(5, 4, (pixel) => 10 * pixel),
);
writeFileSync(
  join(root, 'depths/a/two.PNG'),
  picture(5, 4, () => 7),
);
for (const name of ['one', 'two']) {
  writeFileSync(
    join(root, 'other/a', `${name}.png`),
    picture(4, 4, () => 1),
  );
  writeFileSync(
    join(root, 'coloured/a', `${name}.png`),
    picture(5, 4, (pixel, channel) => (pixel === 3 ? channel : 0)),
  );
}
const folder = (depth?: string) =>
  imageFolder(
    ImageFolder.parse({
      kind: 'imageFolder',
      folder: join(root, 'images'),
      ...(depth && { depth: join(root, depth) }),
    }),
  );
const objects = objectSource(RenderedObjects.parse({ kind: 'objects', images: 3, pixels: 16 }));

describe('depthAt', () => {
  it('reads the gray picture of the same name', () => {
    const { pixels } = folder('depths');
    expect(depthAt(pixels, 0)).toEqual(
      ndArray(
        Uint8Array.from({ length: 20 }, (_, at) => 10 * at),
        [4, 5],
      ),
    );
    expect(depthAt(pixels, 1).values.every((value) => value === 7)).toBe(true);
  });

  it('is what was given with an array, and what was rendered', () => {
    const images = ndArray(new Uint8Array(2 * 2 * 2 * 3), [2, 2, 2, 3]);
    const depth = ndArray(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), [2, 2, 2]);
    const { pixels } = arraySource({ images, depth, labels: [0, 0], classes: ['a'] });
    expect([...depthAt(pixels, 1).values]).toEqual([5, 6, 7, 8]);
    const held = heldInMemory(objects).pixels;
    const config = objects.pixels.kind === 'objects' ? objects.pixels.config : undefined;
    expect(depthAt(held, 2)).toEqual(depthAt(objects.pixels, 2));
    expect(depthAt(held, 2)).toEqual(renderDepth(objectLatents(config!, 2), 16));
  });

  it('stands in batches as it does for objects, in threads too', async () => {
    const looks = Looks.parse({ kind: 'depth', crop: 3, size: 4 });
    const [held, rng] = [heldInMemory(objects), createRng(1)];
    expect(lookAt(held.pixels, 1, Looks.parse({ kind: 'depth', size: 8 }), rng)).toEqual(
      lookAt(objects.pixels, 1, Looks.parse({ kind: 'depth', size: 8 }), rng),
    );
    const batches = [0, 1].map(async (threads) => {
      const stream = imageStream(folder('depths'), { batchSize: 2, steps: looks, threads }, rng);
      try {
        return (await stream.read(stream.start)).batch;
      } finally {
        await stream.close();
      }
    });
    const [here, threaded] = await Promise.all(batches);
    expect(here!['depth']!.shape).toEqual([2, 4, 4]);
    expect(threaded).toEqual(here);
  });

  it('says where there is none', () => {
    expect(
      [folder(), folder('depths'), objects, heldInMemory(objects)].map(({ pixels }) => hasDepth(pixels)),
    ).toEqual([...[false, true, true, true]]);
    expect(() => depthAt(folder().pixels, 0)).toThrow(ConfigError);
    expect(() => folder('missing')).toThrow(/must hold the depth of one.png, got none/);
    expect(() => depthAt(folder('other').pixels, 0)).toThrow(/the 4 x 5 pixels of its image, got 4 x 4/);
    expect(() => depthAt(folder('coloured').pixels, 0)).toThrow(/gray, got a pixel of colour at 3/);
    const images = ndArray(new Uint8Array(12), [1, 2, 2, 3]);
    const depth = ndArray(new Uint8Array(3), [1, 3, 1]);
    expect(() => arraySource({ images, depth, labels: [0], classes: ['a'] })).toThrow(DataError);
  });
});
