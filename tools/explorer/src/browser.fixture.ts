import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { siteFolder } from './siteFolder';

/** Debian's Chromium, or the one named in CHROMIUM. Specs that need it are skipped where it is absent, and say so. */
export const chromiumPath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/** The built site on a plain web server of loopback, and a browser. */
export type Visit = {
  readonly address: string;
  readonly browser: Browser;
  /** A page of the site; errors of its scripts and refused requests are collected. */
  readonly open: (path?: string) => Promise<{ readonly page: Page; readonly faults: string[] }>;
  readonly close: () => Promise<void>;
};

/** Starts both. Requires the site to be built. */
export async function visit(folder = siteFolder()): Promise<Visit> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url!, 'http://here').pathname);
    readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (body) => response.setHeader('content-type', types[extname(path)] ?? 'text/html').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
  return {
    address,
    browser,
    open: async (path = '') => {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(data|blob):/.test(url)) faults.push(`left the origin: ${url}`);
      });
      await page.goto(address + path);
      return { page, faults };
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
