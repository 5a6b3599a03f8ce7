import { DataError, ndArray } from '@goal-driven/core/arrays';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { heldInMemory } from './heldInMemory';
import { imageAt } from './imageAt';
import { imageFolder } from './imageFolder';
import { objectSource } from './objects/objectSource';
import { RenderedObjects } from './objects/RenderedObjects';

describe('heldInMemory', () => {
  it('keeps the images, labels and classes of a source', () => {
    const source = objectSource(RenderedObjects.parse({ kind: 'objects', images: 5, pixels: 12 }));
    const held = heldInMemory(source);
    expect(held.pixels.kind).toBe('array');
    expect([held.labels, held.classes]).toEqual([source.labels, source.classes]);
    for (const index of [0, 4])
      expect(imageAt(held.pixels, index)).toEqual(ndArray(imageAt(source.pixels, index).values, [12, 12, 3]));
  });

  it('refuses images of several sizes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'held-'));
    mkdirSync(join(folder, 'a'));
    for (const side of [3, 4])
      writeFileSync(join(folder, 'a', `${side}.png`), PNG.sync.write(new PNG({ width: side, height: side })));
    try {
      const source = imageFolder({ folder, maxBytes: 1e4, maxPixels: 100 });
      expect(() => heldInMemory(source)).toThrow(DataError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
