// `node picture.mjs` in tools/explorer, with the site built: the picture of the README, docs/explorer.webp.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const server = await preview({ root: fileURLToPath(new URL('.', import.meta.url)), preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1400 }, colorScheme: 'light' });
await page.goto(`${server.resolvedUrls?.local[0]}#/mec?speed=4&seed=5&tell=100`);
// Long enough for the maps to show what the units do.
await page.waitForFunction(
  () => Number(document.querySelector('table.errors')?.getAttribute('data-steps')) > 4000,
  undefined,
  { timeout: 300_000 },
);
await page.getByRole('button', { name: 'Pause' }).click();
const png = await page.screenshot({ clip: { x: 0, y: 0, width: 1280, height: 1310 } });
// A third of the size, by the browser's own encoder.
const webp = await page.evaluate(
  async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.9);
  },
  `data:image/png;base64,${png.toString('base64')}`,
);
const path = fileURLToPath(new URL('../../docs/explorer.webp', import.meta.url));
writeFileSync(path, Buffer.from(webp.split(',')[1] ?? '', 'base64'));
await browser.close();
await server.close();
