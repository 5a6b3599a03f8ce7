import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * A service worker that keeps the whole site after the first visit, so that it works without a network. A new build has
 * another name, takes its files anew and drops the old ones. Answers under `runs/` are never kept: they are one's own.
 */
export const offline = (): Plugin => ({
  name: 'offline',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).sort();
    const hash = createHash('sha256');
    for (const name of files) {
      const file = bundle[name]!;
      hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
    }
    const cache = `explorer-${hash.digest('hex').slice(0, 16)}`;
    this.emitFile({ type: 'asset', fileName: 'worker.js', source: serviceWorker(cache, ['./', ...files]) });
  },
});

const serviceWorker = (cache: string, files: readonly string[]) => `
const CACHE = ${JSON.stringify(cache)};
const FILES = ${JSON.stringify(files)};
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name.startsWith('explorer-') && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const here = new URL('./', self.location.href).href;
  if (request.method !== 'GET' || !request.url.startsWith(here)) return;
  if (request.url.slice(here.length).startsWith('runs')) return;
  event.respondWith(caches.match(request, { cacheName: CACHE, ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
});
`;
