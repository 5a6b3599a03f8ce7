import { fileURLToPath } from 'node:url';
import { isBuiltin } from 'node:module';
import type { Plugin } from 'vite';

// What a browser has by another name.
const replaced: Record<string, string> = {
  'node:zlib': fileURLToPath(new URL('src/page/shims/zlib.ts', import.meta.url)),
  linkedom: fileURLToPath(new URL('src/page/shims/parseHTML.ts', import.meta.url)),
  'node:timers/promises': fileURLToPath(new URL('src/page/shims/timersPromises.ts', import.meta.url)),
};

/**
 * In a browser there is no Node: what our packages import of it (files, processes, threads) becomes functions that say
 * so when they are called. What the page does not reach falls out of the bundle.
 */
export const noNode = (): Plugin => ({
  name: 'no-node',
  enforce: 'pre',
  resolveId(id) {
    const name = isBuiltin(id) && !id.startsWith('node:') ? `node:${id}` : id;
    return replaced[name] ?? (name.startsWith('node:') ? `\0${name}` : undefined);
  },
  async load(id) {
    if (!id.startsWith('\0node:')) return undefined;
    const name = id.slice(1);
    // A module that this Node does not have yet has nothing that ours could import by name.
    const module = (await import(name).catch(() => ({}))) as object;
    const names = Object.keys(module).filter((each) => each !== 'default');
    const missing = (each: string) =>
      `export function ${each}() { throw new Error('${name} ${each}: must run in Node, got a browser'); }`;
    return [...names.map(missing), 'export default {};'].join('\n');
  },
});
