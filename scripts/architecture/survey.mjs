import { dirname, posix } from 'node:path';
import { circles } from './circles.mjs';
import { layers } from './direction.mjs';
import { publicExports } from './publicExports.mjs';

/**
 * What the pictures and pages show, specs left out: packages from core up, each with its files, an importer below
 * what it imports, and its folders.
 *
 * @typedef {import('./readSources.mjs').SourceFile} SourceFile
 * @typedef {{ name: string, files: SourceFile[], lines: number, imports: string[] }} Folder
 * @typedef {import('./readSources.mjs').Package & { layer: string, files: SourceFile[], lines: number,
 *   folders: Folder[], standsOn: string[], exports: import('./publicExports.mjs').PublicExport[] }} SurveyedPackage
 *
 * @param {import('./readSources.mjs').Sources} sources
 * @returns {SurveyedPackage[]}
 */
export function survey({ packages, files }) {
  const tested = files.filter(({ test }) => !test);
  const order = layers.toReversed().flatMap((layer) => layer.packages);
  return packages
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map((each) => {
      const own = tested.filter((file) => file.package === each.name);
      const others = new Map(
        tested.filter((file) => file.package !== each.name).map((file) => [file.path, file]),
      );
      const targets = own.flatMap(({ imports }) =>
        imports.map(({ to }) => others.get(to)?.package ?? each.name),
      );
      return {
        ...each,
        layer: layers.find((layer) => layer.packages.includes(each.name))?.name ?? '',
        files: importedFirst(own),
        lines: linesOf(own),
        folders: foldersOf(each, own),
        standsOn: order.filter((name) => name !== each.name && targets.includes(name)),
        exports: publicExports(each, files),
      };
    });
}

/**
 * Files so that each comes after those that it imports; of a circle through types, after those whose values it
 * imports. Where that leaves a choice, by path.
 */
export function importedFirst(/** @type {SourceFile[]} */ files) {
  const all = new Map(files.map((file) => [file.path, file.imports.map(({ to }) => to)]));
  const knots = circles(all);
  const below = new Map(
    files.map((file) => {
      const knot = knots.find((each) => each.includes(file.path)) ?? [];
      const kept = file.imports.filter(({ to, use }) => use === 'values' || !knot.includes(to));
      return [file.path, kept.map(({ to }) => to)];
    }),
  );
  /** @type {Map<string, number>} */
  const depths = new Map();
  /** @type {(path: string) => number} */
  const depth = (path) => {
    const known = depths.get(path);
    if (known !== undefined) return known;
    depths.set(path, 0); // ends a circle of values, which the spec refuses
    const targets = (below.get(path) ?? []).filter((target) => below.has(target));
    const value = 1 + Math.max(-1, ...targets.map(depth));
    depths.set(path, value);
    return value;
  };
  return files.toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
}

/** Circles of files that import each other's values: neither can be loaded, or understood, without the other. */
export const valueCircles = (/** @type {SourceFile[]} */ files) =>
  circles(new Map(files.map((file) => [file.path, valueTargets(file)])));

/** Circles of packages, whatever they import, in specs too. */
export function packageCircles(/** @type {SourceFile[]} */ files) {
  const owners = new Map(files.map((file) => [file.path, file.package]));
  /** @type {Map<string, string[]>} */
  const graph = new Map();
  for (const file of files) {
    const targets = file.imports.map(({ to }) => owners.get(to) ?? file.package);
    graph.set(file.package, [
      ...(graph.get(file.package) ?? []),
      ...targets.filter((target) => target !== file.package),
    ]);
  }
  return circles(graph);
}

const valueTargets = (/** @type {SourceFile} */ { imports }) =>
  imports.filter(({ use }) => use === 'values').map(({ to }) => to);

/**
 * What the entries import is left out, for that is everything.
 *
 * @param {import('./readSources.mjs').Package} owner
 * @param {SourceFile[]} files
 * @returns {Folder[]}
 */
function foldersOf({ folder: root, entries }, files) {
  const folderOf = (/** @type {string} */ path) => posix.relative(`${root}/src`, dirname(path)) || '.';
  const names = [...new Set(files.map(({ path }) => folderOf(path)))].sort();
  return names.map((name) => {
    const own = files.filter(({ path }) => folderOf(path) === name);
    const importers = own.filter(({ path }) => !Object.values(entries).includes(path));
    const targets = importers.flatMap(({ imports }) => imports.map(({ to }) => to));
    const inside = targets.filter((to) => files.some(({ path }) => path === to)).map(folderOf);
    return {
      name,
      files: own,
      lines: linesOf(own),
      imports: [...new Set(inside)].filter((to) => to !== name).sort(),
    };
  });
}

const linesOf = (/** @type {SourceFile[]} */ files) => files.reduce((sum, { lines }) => sum + lines, 0);
