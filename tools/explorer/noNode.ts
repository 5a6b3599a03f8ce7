import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const shim = (name: string) => fileURLToPath(new URL(`src/page/shims/${name}.ts`, import.meta.url));

/** What a browser has by another name; what our file does not export is missing there like the rest of Node. */
const shims: Readonly<Record<string, string>> = {
  'node:zlib': shim('zlib'),
  'node:timers/promises': shim('setImmediate'),
};

/**
 * In a browser there is no Node: what our packages import of it (files, processes, threads) becomes functions that say
 * so when they are called. What the page does not reach falls out of the bundle.
 */
export const noNode = (): Plugin => ({
  name: 'no-node',
  enforce: 'pre',
  resolveId(id) {
    if (id === 'linkedom') return shim('parseHTML'); // the report draws with the page's own document
    const name = isBuiltin(id) && !id.startsWith('node:') ? `node:${id}` : id;
    return name.startsWith('node:') ? `\0${name}` : undefined;
  },
  async load(id) {
    if (!id.startsWith('\0node:')) return undefined;
    const name = id.slice(1);
    const file = shims[name];
    const present = file === undefined ? [] : exportsOf(file);
    // A module that this Node does not have yet has nothing that ours could import by name.
    const module = (await import(name).catch(() => ({}))) as object;
    const missing = Object.keys(module).filter((each) => each !== 'default' && !present.includes(each));
    return [
      ...(file === undefined ? [] : [`export { ${present.join(', ')} } from ${JSON.stringify(file)};`]),
      ...missing.map(
        (each) =>
          `export function ${each}() { throw new Error('${name} ${each}: must run in Node, got a browser'); }`,
      ),
      'export default {};',
    ].join('\n');
  },
});

const exportsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^export (?:const|function|async function) (\w+)/gm)].map(
    ([, name]) => name!,
  );
