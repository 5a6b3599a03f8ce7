// `node picture.mjs` in tools/explorer, with the site built: the picture of the README, docs/explorer.png.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const server = await preview({ root: fileURLToPath(new URL('.', import.meta.url)), preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1400 }, colorScheme: 'light' });
await page.goto(`${server.resolvedUrls?.local[0]}#/mec?speed=4`);
// Long enough for the maps to show what the units do.
await page.waitForFunction(
  () => Number(document.querySelector('table.errors')?.getAttribute('data-steps')) > 4000,
  undefined,
  { timeout: 300_000 },
);
await page.getByRole('button', { name: 'Pause' }).click();
const path = fileURLToPath(new URL('../../docs/explorer.png', import.meta.url));
await page.screenshot({ path, clip: { x: 0, y: 0, width: 1280, height: 1120 } });
await browser.close();
await server.close();
