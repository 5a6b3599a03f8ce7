import { isBuiltin } from 'node:module';
import type { Plugin } from 'vite';

/**
 * In a browser there is no Node: what our packages import of it (files, processes, threads) becomes functions that say
 * so when they are called. What the page does not reach falls out of the bundle.
 */
export const noNode = (): Plugin => ({
  name: 'no-node',
  enforce: 'pre',
  resolveId: (id) => (isBuiltin(id) ? `\0${id.startsWith('node:') ? id : `node:${id}`}` : undefined),
  async load(id) {
    if (!id.startsWith('\0node:')) return undefined;
    const name = id.slice(1);
    const names = Object.keys((await import(name)) as object).filter((each) => each !== 'default');
    const missing = (each: string) =>
      `export function ${each}() { throw new Error('${name} ${each}: must run in Node, got a browser'); }`;
    return [...names.map(missing), 'export default {};'].join('\n');
  },
});
