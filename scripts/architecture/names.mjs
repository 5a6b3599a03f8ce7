import { posix } from 'node:path';

/** @typedef {import('./readSources.mjs').SourceFile} SourceFile */

// Names that say nothing of what is inside.
const empty = /^_?(utils?|helpers?|misc|common|lib|stuff)$/i;

/**
 * Files whose names are not what they should be, a sentence each. A file that exports one value (or, without values,
 * one type) is named like it; of several, one may give the name, or the concept that they share. Private files
 * (`_x.ts`), specs, entries, programs without exports and what is generated are named by their own rules.
 *
 * @param {SourceFile[]} files
 * @param {readonly string[]} entries paths of the files that packages offer
 */
export function misnamed(files, entries) {
  return files.flatMap(({ path, test, exports }) => {
    const name = posix.basename(path).replace(/\..*$/, '');
    if (empty.test(name)) return [`${path}: must be named after its concept, got ${name}`];
    const free = test || name.startsWith('_') || path.endsWith('.generated.ts') || entries.includes(path);
    const names = new Set(exports.map((each) => each.name));
    if (free || names.has(name) || names.has('default')) return [];
    const values = new Set(exports.filter(({ type }) => !type).map((each) => each.name));
    const [only, ...others] = values.size > 0 ? values : names;
    if (only === undefined || others.length > 0) return [];
    return [`${path}: must be named like its only export, ${only}.ts`];
  });
}

/** Paths that differ in capitals alone: on many disks they are one file. */
export function sameButForCase(/** @type {string[]} */ paths) {
  const known = new Set();
  return paths.filter((path) => known.size === known.add(path.toLowerCase()).size);
}
