import { readFileSync } from 'node:fs';
import { createPass, createRng, ndArray, tf, useBackend } from '@goal-driven/core';
import {
  encodePaths,
  enclosureOf,
  evaluatePaths,
  heldOutStream,
  positionErrors,
  readModel,
} from '@goal-driven/mec';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { seriousFaults } from '../../seriousFaults.fixture';
import scores from '../../../models/scores.json';
import { mean } from './compareSilencing';
import { pathOf } from './createIntegrator';
import { typicalSpeed } from './Feed';
import { followLine, lineOf } from './followLine';
import { poseOf } from './startOf';
import { readUnits } from './StoredUnits';

const file = new URL('../../../models/ugrnn-relu.safetensors', import.meta.url);
const unitsFile = new URL('../../../models/ugrnn-relu.units.safetensors', import.meta.url);
const modelOf = async () => {
  await useBackend('wasm');
  return readModel(new Uint8Array(readFileSync(file)), 'ugrnn-relu');
};
/** A machine may have much else to do. */
const soon = { timeout: 60_000 }; // WebGL is software where tests run
const metres = async (page: Page, selector: string) =>
  Number(await page.locator(selector).getAttribute('data-metres'));

describe.skipIf(chromiumPath === undefined)('the path-integration panel', () => {
  let site: Visit;
  beforeAll(async () => void (site = await visit()));
  afterAll(() => site.close());

  // WebGL by Chromium's own program on the processor, which is passed over unless it is named.
  it.each(['wasm', 'webgl'])(
    'integrates a path of the address as Node does from the same weights: %s',
    async (engine) => {
      const path = '-60.-50_40.-50_40.30';
      const { page, faults } = await site.open(
        `?engine=${engine}#/mec?network=ugrnn-relu&path=${path}&speed=4&tell=never`,
      );
      const model = await modelOf();
      const { study, network, parts } = model;
      const line = lineOf(path, enclosureOf(study.arena).contains)!;
      const reach = typicalSpeed(study.motion) * study.motion.dt;
      const pose = poseOf(line);
      const steps = followLine(line, reach).take(pose, 1000);
      const paths = pathOf(pose, steps);
      const batch = encodePaths(paths, parts.encoding);
      const said = tf.tidy(() => {
        const input = {
          velocity: tf.tensor3d(batch.velocity.values, batch.velocity.shape as [number, number, number]),
          start: tf.tensor2d(batch.start.values, batch.start.shape as [number, number]),
        };
        const pass = createPass({ training: false, rng: createRng(0) });
        return network.architecture.apply(network.params, {}, input, pass).output;
      });
      const decoded = parts.readout.decode(ndArray(said.dataSync() as Float32Array, said.shape.slice(1)));
      const expected = mean(positionErrors(decoded, paths.position));
      expect(steps.headings.length).toBeGreaterThan(80);
      await expect
        .poll(() => page.locator('table.errors').getAttribute('data-steps'), soon)
        .toBe(String(steps.headings.length));
      expect(Math.abs((await metres(page, '[data-mean=network]')) - expected)).toBeLessThan(1e-4);
      expect(await metres(page, '[data-mean=still]')).toBeGreaterThan(expected);
      expect(await page.getByText(`computed by ${engine}`).count()).toBe(1);
      expect(await seriousFaults(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  it('silences the chosen units, and compares over held-out walks as Node does', async () => {
    const { page, faults } = await site.open('#/mec?network=ugrnn-relu&units=3,5&silence=chosen');
    await page.locator('[data-unit="5"].silenced').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: /^Compare/ }).click();
    const figure = page.locator('figure[data-whole]');
    await figure.waitFor(soon);
    const { study, network, parts } = await modelOf();
    const stream = heldOutStream({ ...parts.encoding, timesteps: study.timesteps, batchSize: 100 });
    const batches = (async function* () {
      yield (await stream.read({ batch: 0 })).batch;
    })();
    const report = await evaluatePaths(network, batches, {
      readout: parts.readout,
      loss: 'placeCells',
      layer: 'g',
    });
    const shown = async (name: string) => Number(await figure.getAttribute(`data-${name}`));
    expect(Math.abs((await shown('whole')) - report.decodingError)).toBeLessThan(1e-4);
    expect(Math.abs((await shown('still')) - report.noMotionError)).toBeLessThan(1e-4);
    expect(Math.abs((await shown('floor')) - report.decoderFloor)).toBeLessThan(1e-4);
    expect(await shown('silenced')).not.toBe(await shown('whole'));
    expect(faults).toEqual([]);
    await page.close();
  });

  it('is worked by keyboard: units are chosen, the animal is driven', async () => {
    const { page, faults } = await site.open('#/mec?network=ugrnn-relu&units=3');
    const list = page.getByRole('listbox', { name: 'Units by grid score' });
    await list.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url(), soon).toMatch(/units=3%2C\d+/);
    await page.getByRole('button', { name: 'Clear means and maps' }).click();
    const arena = page.getByRole('application');
    await arena.focus();
    await page.keyboard.down('ArrowUp');
    await expect
      .poll(async () => Number(await page.locator('table.errors').getAttribute('data-steps')), soon)
      .toBeGreaterThan(5);
    await page.keyboard.up('ArrowUp');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('follows a line that is drawn with the mouse, and shows the unit under it', async () => {
    const { page, faults } = await site.open('#/mec?network=ugrnn-relu&tell=never');
    await page.locator('canvas.arena').waitFor();
    const { x, y, width, height } = (await page.locator('canvas.arena').boundingBox())!;
    const at = (across: number, down: number) => [x + across * width, y + down * height] as const;
    await page.mouse.move(...at(0.3, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.7, 0.5), { steps: 10 });
    await page.mouse.up();
    const path = () => new URL(page.url()).hash.match(/path=([^&]*)/)?.[1];
    await expect.poll(path, soon).toBeDefined();
    const line = path()!
      .split('_')
      .map((place) => place.split('.').map(Number));
    expect(line.length).toBeGreaterThan(5);
    const [first, last] = [line[0]!, line.at(-1)!];
    expect(last[0]! - first[0]!).toBeGreaterThan(50); // cm, of an arena of 220
    expect(Math.abs(last[1]! - first[1]!)).toBeLessThan(5);
    await expect
      .poll(async () => Number(await page.locator('table.errors').getAttribute('data-steps')), soon)
      .toBeGreaterThan(5);
    await page.locator('#unit-7').hover({ force: true });
    await page
      .getByText(/^unit 7:/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('saves a figure as SVG and as CSV, with its caption and where it comes from', async () => {
    const { page } = await site.open('#/mec?network=ugrnn-relu');
    await page.getByText('The scores as a figure, to save').click();
    const saved = async (kind: 'SVG' | 'CSV') => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: new RegExp(`^${kind} of Grid and border scores`) }).click(),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    const svg = await saved('SVG');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toContain('var(--');
    const csv = await saved('CSV');
    for (const words of [
      'Grid and border scores of layer',
      'Grid-like is a grid score over 0.3',
      'goal-driven run mec/path-integration',
    ])
      expect([svg.includes(words), csv.includes(words)]).toEqual([true, true]);
    const rows = csv.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(rows[0]).toBe('group,x,y');
    expect(rows).toHaveLength(1 + 96);
    await page.close();
  });

  it('runs a model file and refuses one that is none, saying why', async () => {
    const { page, faults } = await site.open('#/mec?network=ugrnn-relu');
    const input = page.locator('input[type=file]');
    await page.locator('table.errors').waitFor();
    await input.setInputFiles({
      name: '<b>.safetensors',
      mimeType: '',
      buffer: Buffer.from('{"a":'.repeat(99)),
    });
    const fault = page.getByRole('alert');
    await expect.poll(() => fault.textContent(), soon).toMatch(/^<b>\.safetensors: /);
    // The network that was open goes on.
    const steps = async () => Number(await page.locator('table.errors').getAttribute('data-steps'));
    const before = await steps();
    await expect.poll(steps, soon).toBeGreaterThan(before);
    const bytes = Buffer.from(readFileSync(file));
    await input.setInputFiles({ name: 'mine.safetensors', mimeType: '', buffer: bytes });
    await page.getByText('mine.safetensors; computed by').waitFor({ timeout: 60_000 });
    // Its units as the page measured them are those that Node stored.
    const stored = readUnits(new Uint8Array(readFileSync(unitsFile)), 'stored').layers.pre_g!;
    const tiles = await page.locator('.tiles').last().locator('li').all();
    expect(tiles.length).toBeGreaterThan(3);
    for (const tile of tiles) {
      const data = async (name: string) => Number(await tile.getAttribute(`data-${name}`));
      const unit = await data('unit');
      expect(Math.abs((await data('grid')) - stored.gridScores[unit]!)).toBeLessThan(1e-4);
      expect(Math.abs((await data('border')) - stored.borderScores[unit]!)).toBeLessThan(1e-4);
    }
    expect(faults).toEqual([]);
    await page.close();
  }, 120_000);

  it('shows the scores that are stored', () => {
    for (const entry of Object.values(scores)) {
      expect(entry.decodingError).toBeGreaterThanOrEqual(entry.decoderFloor);
      expect(entry.decodingError).toBeLessThan(entry.noMotionError);
    }
  });
});
