/**
 * Makes `../docs/objects.png`: the 64 objects at low variation on gray, and beside it at high variation before
 * backgrounds. Build the package first, then `node scripts/contactSheet.mjs`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { objectSet, RenderedObjects } from '../dist/index.js';

const [pixels, gap] = [64, 2];
const sets = [{ variation: ['low'], backgrounds: ['gray'], lamp: 0 }, { variation: ['high'] }].map((more) =>
  objectSet(RenderedObjects.parse({ kind: 'objects', pixels, ...more })),
);

const sheet = new PNG({ width: 16 * (pixels + gap) - gap, height: 8 * (pixels + gap) - gap });
sheet.data.fill(255);
sets.forEach((set, number) => {
  for (let index = 0; index < 64; index++) {
    const { values } = set.image(index);
    const [left, top] = [(8 * number + (index % 8)) * (pixels + gap), Math.floor(index / 8) * (pixels + gap)];
    for (let pixel = 0; pixel < pixels * pixels; pixel++) {
      const at = (top + Math.floor(pixel / pixels)) * sheet.width + left + (pixel % pixels);
      sheet.data.set(values.subarray(3 * pixel, 3 * pixel + 3), 4 * at);
    }
  }
});
mkdirSync(new URL('../docs', import.meta.url), { recursive: true });
writeFileSync(new URL('../docs/objects.png', import.meta.url), PNG.sync.write(sheet, { colorType: 2 }));
