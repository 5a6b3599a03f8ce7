import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readModule } from '../architecture/readModule.mjs';

/** @type {Map<string, Map<string, Set<string>>>} */
const known = new Map();

/**
 * The names of a file that its package offers: those that an entry (`exports` of package.json, `source`) passes on
 * from it. Read once for each package, so an editor learns of a new line in an entry when it starts anew.
 *
 * @param {string} file absolute
 * @returns {ReadonlySet<string>}
 */
export function publicNames(file) {
  const folder = packageOf(dirname(file));
  if (folder === undefined) return new Set();
  const names = known.get(folder) ?? readEntries(folder);
  known.set(folder, names);
  return names.get(file) ?? new Set();
}

/** @returns {string | undefined} the nearest folder that has a package.json */
function packageOf(/** @type {string} */ folder) {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(folder) === folder ? undefined : packageOf(dirname(folder));
}

function readEntries(/** @type {string} */ folder) {
  /** @type {Map<string, Set<string>>} */
  const names = new Map();
  const add = (/** @type {string} */ file, /** @type {string} */ name) =>
    names.set(file, (names.get(file) ?? new Set()).add(name));
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const { source } of Object.values(exports)) {
    if (!source) continue;
    const entry = join(folder, source);
    for (const { name, original = name, from } of readModule(readFileSync(entry, 'utf8')).exports) {
      const target = from && resolve(dirname(entry), from);
      add(
        target ? (existsSync(`${target}.ts`) ? `${target}.ts` : join(target, 'index.ts')) : entry,
        original,
      );
    }
  }
  return names;
}
