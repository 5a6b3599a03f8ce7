import { readFileSync } from 'node:fs';
import { createRng, ndArray, tf } from '@goal-driven/core';
import { augment, objectImages, renderObject, type ByteImage, type ObjectView } from '@goal-driven/stimuli';
import { connectionFigures, connectionFrequencies, recordLayers } from '@goal-driven/ventral-stream';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, visit, type Visit } from '../../browser.fixture';
import { seriousFaults } from '../../seriousFaults.fixture';
import { readShippedModel } from './readShippedModel';

const FILE = new URL('../../../models/ventral/feedback.safetensors', import.meta.url);
const TRIALS = new URL('../../../models/ventral/search-trials.json', import.meta.url);
const ADDRESS = '#/ventral?category=Planes&object=9&yaw=-60&pitch=20&roll=0&background=clutter&scene=12';
const VIEW: ObjectView = {
  seed: 0,
  category: 'Planes',
  object: 9,
  position: [0, 0],
  size: 5.2,
  rotation: { yaw: -60, pitch: 20, roll: 0 },
  lamp: { azimuth: -30, elevation: 40 },
  background: { kind: 'clutter', id: 12 },
};

/** What Node makes of a picture with the package's own functions, [steps][classes]. */
function logitsInNode(picture: ByteImage, edges: readonly { from: string; to: string }[] = []): number[][] {
  const { network } = readShippedModel(new Uint8Array(readFileSync(FILE)), 'feedback');
  const { movie, decodeFrom } = network.architecture;
  const image = augment(picture, objectImages(32), createRng(0));
  const images = ndArray(image.values, [1, ...image.shape]);
  const ablations =
    edges.length === 0 ? [] : [{ edges: [...edges], states: [], from: 0, to: movie.timesteps }];
  const { readout } = recordLayers(network, { images }, ['readout'], { from: decodeFrom, ablations });
  const classes = readout!.shape[2]!;
  return Array.from({ length: movie.timesteps - decodeFrom }, (_, step) => [
    ...readout!.values.subarray(step * classes, (step + 1) * classes),
  ]);
}

/** A BMP file of a picture with so many black columns on either side. */
function bitmap({ values, shape }: ByteImage, margin: number): Buffer {
  const [height, width] = shape as [number, number, number];
  const line = 3 * (width + 2 * margin); // a multiple of 4 here, as the format wants it
  const file = Buffer.alloc(54 + height * line);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width + 2 * margin, 18);
  file.writeInt32LE(-height, 22); // from the top
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        file[54 + y * line + 3 * (x + margin) + 2 - channel] = values[3 * (y * width + x) + channel]!;
  return file;
}

const logitsOnPage = (page: Page, of: string): Promise<number[][]> =>
  page.$$eval(`table[data-of="${of}"] tbody tr`, (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('td[data-logit]')].map((cell) => Number(cell.getAttribute('data-logit'))),
    ),
  );

function expectEqual(one: number[][], other: number[][]): void {
  expect(one.length).toBe(other.length);
  one.forEach((row, step) =>
    row.forEach((logit, at) => expect(Math.abs(logit - other[step]![at]!)).toBeLessThan(1e-4)),
  );
}

describe.skipIf(chromiumPath === undefined)('the ventral-stream panel', () => {
  let site: Visit;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    site = await visit();
  });
  afterAll(() => site.close());

  it('computes what Node computes, intact and cut, and writes the view into the address', async () => {
    const { page, faults } = await site.open(ADDRESS);
    await page.locator('table[data-of="intact"]').waitFor({ state: 'attached' });
    expectEqual(await logitsOnPage(page, 'intact'), logitsInNode(renderObject(VIEW, 32)));

    await page.getByRole('checkbox', { name: 'IT → V4, feedback' }).check();
    await page.locator('table[data-of="cut"]').waitFor({ state: 'attached' });
    const cut = await logitsOnPage(page, 'cut');
    expectEqual(cut, logitsInNode(renderObject(VIEW, 32), [{ from: 'IT', to: 'V4' }]));
    expect(page.url()).toContain('cut=IT%3EV4');
    expect(cut.at(-1)).not.toEqual((await logitsOnPage(page, 'intact')).at(-1));

    await page.$$eval('details', (all) => all.forEach((each) => (each.open = true)));
    expect(await seriousFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('resizes a picture of the reader as Node does, and says what is no picture', async () => {
    const { page, faults } = await site.open(ADDRESS);
    const table = page.locator('table[data-of="intact"]');
    await table.waitFor({ state: 'attached' });
    const before = await table.innerHTML();
    const choose = page.getByLabel('Show an image of yours');
    await choose.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('<script>') });
    await page.getByText('must be a picture that this browser reads').waitFor();
    // A wave of 60 x 48 pixels: its central square is what is shown.
    const square = ndArray(
      Uint8Array.from({ length: 48 * 48 * 3 }, (_, at) => (7 * at + (at % 144) ** 2) % 256),
      [48, 48, 3],
    );
    await choose.setInputFiles({ name: 'x.bmp', mimeType: 'image/bmp', buffer: bitmap(square, 6) });
    await expect.poll(() => table.innerHTML()).not.toBe(before);
    expectEqual(await logitsOnPage(page, 'intact'), logitsInNode(square));
    expect(faults).toEqual([]);
    await page.close();
  });

  it('plays, steps and chooses channels by keyboard and mouse', async () => {
    const { page, faults } = await site.open(`${ADDRESS}&step=2`);
    await page.locator('table[data-of="intact"]').waitFor({ state: 'attached' });
    const clock = page.locator('.clock');
    await page.getByRole('slider', { name: 'Time' }).press('ArrowRight');
    await expect.poll(() => clock.textContent()).toBe('30 of 110 ms');
    await page.getByRole('button', { name: 'One step back' }).press('Enter');
    await expect.poll(() => clock.textContent()).toBe('20 of 110 ms');
    await page.getByRole('button', { name: 'Play' }).press('Enter');
    await expect.poll(() => clock.textContent()).not.toBe('20 of 110 ms');
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await page.locator('canvas[data-maps="channels"]').click({ position: { x: 90, y: 30 } });
    await expect.poll(() => page.getByRole('spinbutton', { name: 'Channel' }).inputValue()).toBe('1');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('shows the frequencies that Node counts in the shipped search', async () => {
    const { page, faults } = await site.open(`${ADDRESS}&search=open&best=3`);
    await page.getByRole('heading', { name: 'Connections of the best' }).waitFor();
    const { trials } = JSON.parse(readFileSync(TRIALS, 'utf8')) as {
      trials: Parameters<typeof connectionFrequencies>[0];
    };
    const frequencies = connectionFrequencies(trials, [{ direction: 'maximize' }], { best: { count: 3 } });
    const bars = connectionFigures(frequencies).find(({ name }) => name === 'emergent-connections');
    const drawn = await page.locator('figure', { hasText: 'Connections of the best' }).textContent();
    if (bars?.kind !== 'bars') throw new Error('there must be bars');
    for (const { label } of bars.bars) expect(drawn).toContain(label);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('names what is wrong with a graph, runs one that is right, and cuts by a click on an arrow', async () => {
    const { page, faults } = await site.open(ADDRESS);
    await page.locator('table[data-of="intact"]').waitFor({ state: 'attached' });
    await page.getByText('The circuit as JSON').click();
    const text = page.getByRole('textbox', { name: 'The circuit as JSON' });
    const graph = JSON.parse(await text.inputValue()) as {
      edges: { kind: string }[];
      nodes: { name: string }[];
    };
    const run = page.getByRole('button', { name: 'Run this circuit' });
    const fault = page.locator('details .fault');
    await text.fill('{"nodes": [');
    await run.click();
    await expect.poll(() => fault.textContent()).toContain('graph: must be JSON');
    await text.fill(JSON.stringify({ ...graph, edges: [{ from: 'nowhere', to: 'V1' }] }));
    await run.click();
    await expect.poll(() => fault.textContent()).toContain('edges must join nodes, got nowhere -> V1');
    await text.fill(JSON.stringify({ ...graph, input: [4096, 4096, 3] }));
    await run.click();
    await expect.poll(() => fault.textContent()).toContain('at most 128 pixels of a side');
    await text.fill(JSON.stringify({ ...graph, edges: graph.edges.filter(({ kind }) => kind !== 'bypass') }));
    await run.click();
    await page.getByText('A graph of your own, untrained').first().waitFor();
    expect(await fault.isHidden()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'V1 → IT, bypass' }).count()).toBe(0);
    await page.locator('path.hit').last().dispatchEvent('click');
    await page.locator('table[data-of="cut"]').waitFor({ state: 'attached' });
    expect(faults).toEqual([]);
    await page.close();
  });
});
