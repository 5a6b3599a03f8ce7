import { ndArray, readSafetensors, writeSafetensors } from '@goal-driven/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { seriousFaults } from '../../seriousFaults.fixture';
import { layerNumbers } from './layerNumbers';
import { atResolution, imageOf } from './mouseImages';
import { mouseEye } from './mouseEye';
import { keptShare, nearest } from './neighbours';
import { seeImages } from './seeImages';

const TRAINED = new URL('../../../models/mouseSimClr.safetensors', import.meta.url);
const patience = { timeout: 60_000 };

it('finds as nearest what varies alike, and says how many stay', () => {
  // Embeddings less their mean (2, 2) are (1, 0), (-1, 0), (0, 2) and (0, -2).
  const scenes = ndArray(Float32Array.of(3, 2, 1, 2, 2, 4, 2, 0), [4, 2]);
  const found = nearest(Float32Array.of(4, 3), scenes, 2); // less the mean (2, 1)
  expect(found.map(({ scene }) => scene)).toEqual([0, 2]);
  expect(found[0]!.likeness).toBeCloseTo(2 / Math.sqrt(5), 6);
  expect(found[1]!.likeness).toBeCloseTo(1 / Math.sqrt(5), 6);
  expect(keptShare(found, nearest(Float32Array.of(4, 1), scenes, 2))).toBe(0.5); // (2, -1): scenes 0 and 3
});

it('takes a checkpoint of a run for the same network as its model file', () => {
  const { arrays, metadata } = readSafetensors(readFileSync(TRAINED));
  // A checkpoint has the same under other names, and what the optimizer keeps; what moves is state, the rest is learned.
  const entries = Object.entries(arrays).map(([path, array]) => [
    `${/\/moving|[mM]ean$|[vV]ariance$/.test(path) ? 'state' : 'params/model'}/${path}`,
    array,
  ]);
  const slots = { 'slots/params/m/model/x': ndArray(Float32Array.of(1), [1]) };
  const file = writeSafetensors({ ...Object.fromEntries(entries), ...slots }, metadata);
  const scene = atResolution(imageOf({ kind: 'scene', index: 3 }), 64, 32);
  const [own, other] = [readFileSync(TRAINED), file].map(
    (bytes) => seeImages(mouseEye('trained', 64, bytes), [scene], true).embedding.values,
  );
  expect(other).toEqual(own);
  expect(own!.some((value) => value !== 0)).toBe(true);
});

/** Numbers of the layers of a network of the page: mean, root mean square. */
const shownLayers = (page: Page, side: string) =>
  page.locator(`[data-layers="${side}"] tbody tr`).evaluateAll((rows) =>
    rows.map((row) => {
      const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '');
      return { layer: row.querySelector('th')!.textContent!, mean: Number(cells[1]), size: Number(cells[2]) };
    }),
  );

describe.skipIf(chromiumPath === undefined)('the panel of mouse visual cortex', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  it('has the activity that Node computes, in a trained and in a drawn network', async () => {
    const address = '#/mouse?scene=31&resolution=40&shallow=trained&deep=alexNet2&input=64';
    const { page, faults } = await site.open(address);
    await page.locator('[data-layers="deep"]').waitFor({ state: 'attached', ...patience });
    const image = imageOf({ kind: 'scene', index: 31 });
    const eyes = {
      shallow: mouseEye('trained', 64, readFileSync(TRAINED)),
      deep: mouseEye('alexNet2', 64),
    };
    for (const [side, eye] of Object.entries(eyes)) {
      const { layers } = seeImages(eye, [atResolution(image, 40, eye.side)]);
      const wanted = layerNumbers(layers);
      const shown = await shownLayers(page, side);
      expect(shown.map(({ layer }) => layer)).toEqual(wanted.map(({ layer }) => layer));
      shown.forEach(({ mean, size }, at) => {
        expect(Math.abs(mean - wanted[at]!.mean)).toBeLessThan(1e-4);
        expect(Math.abs(size - wanted[at]!.size)).toBeLessThan(1e-4);
        expect(size).toBeGreaterThan(1e-2);
      });
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  it('finds a scene itself first among its neighbours, and draws what stays', async () => {
    const { page, faults } = await site.open('#/mouse?scene=7&shallow=alexNet2&deep=trained&resolution=224');
    await page.locator('#panel-mouse[data-ready]').waitFor(patience);
    const first = page.locator('.neighbours li:first-child button');
    for (const each of await first.all()) expect(await each.getAttribute('aria-label')).toContain('Scene 7,');
    expect(await page.locator('.neighbours li').count()).toBe(20);
    await page.getByRole('heading', { name: 'Neighbours that stay' }).waitFor();
    await page.getByRole('slider', { name: 'Resolution' }).fill('20');
    await expect.poll(() => page.url(), patience).toContain('resolution=20');
    await page.getByRole('img', { name: /at 20 by 20 pixels/ }).waitFor(patience);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('says what is wrong with weights that are not those of the network', async () => {
    const { page } = await site.open('#/mouse?shallow=alexNet2&deep=trained');
    await page.locator('[data-layers="deep"]').waitFor({ state: 'attached', ...patience });
    const input = page.getByRole('region', { name: 'The shallow network' }).locator('input[type=file]');
    await input.setInputFiles({ name: 'x.safetensors', mimeType: '', buffer: readFileSync(TRAINED) });
    await page.getByRole('alert').filter({ hasText: 'the file' }).waitFor(patience);
    await page.close();
  });
});
