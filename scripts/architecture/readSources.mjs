import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { manifestOf, packageFolders, root } from '../setUp.mjs';
import { readModule } from './readModule.mjs';

/**
 * A file and the files it imports; of a package that is not ours, the name that was written.
 *
 * @typedef {import('./readModule.mjs').Use} Use
 * @typedef {{ path: string, package: string, lines: number, test: boolean,
 *   imports: { from: string, to: string, use: Use }[], exports: import('./readModule.mjs').Export[] }} SourceFile
 * @typedef {{ name: string, folder: string, entries: Record<string, string> }} Package `entries`: the file of
 *   each name that others can import
 * @typedef {{ packages: Package[], files: SourceFile[] }} Sources
 */

/** @returns {Sources} all packages and tools of this repository, in the order of their paths */
export function readSources() {
  const packages = readPackages();
  const entries = Object.assign({}, ...packages.map((each) => each.entries));
  const texts = new Map(packages.flatMap(({ folder, name }) => textsOf(folder, name)));
  const files = [...texts].map(([path, { text, package: owner }]) => {
    const { imports, exports, lines } = readModule(text);
    return {
      path,
      package: owner,
      lines,
      test: isTest(path),
      exports,
      imports: imports.map(({ from, use }) => ({ from, use, to: resolve(from, path, entries, texts) })),
    };
  });
  return { packages, files };
}

/** What each package is called and offers; none of its files is read. */
export const readPackages = () => packageFolders.map(readPackage);

/** Specs and what only they need. */
export const isTest = (/** @type {string} */ path) => /\.(spec|fixture)\.ts$|\/fixtures\//.test(path);

/** @returns {Package} */
function readPackage(/** @type {string} */ folder) {
  const { name, exports } = manifestOf(folder);
  const sources = Object.entries(exports).filter(([, target]) => target.source);
  const entry = (/** @type {[string, { source: string }]} */ [key, { source }]) => [
    posix.join(name, key),
    posix.join(folder, source),
  ];
  return { name, folder, entries: Object.fromEntries(sources.map(entry)) };
}

/** @returns {[string, { text: string, package: string }][]} */
function textsOf(/** @type {string} */ folder, /** @type {string} */ owner) {
  return readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, 'src', name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => [path, { text: readFileSync(join(root, path), 'utf8'), package: owner }]);
}

/**
 * @param {string} from
 * @param {string} path of the file that says so
 * @param {Record<string, string>} entries
 * @param {Map<string, unknown>} texts
 */
function resolve(from, path, entries, texts) {
  if (!from.startsWith('.')) return entries[from] ?? from;
  const target = posix.join(dirname(path), from).replace(/\?url$/, ''); // a page asks for the address of a file
  return [target, `${target}.ts`, `${target}/index.ts`].find((each) => texts.has(each)) ?? target;
}
