/**
 * What others can import of a package: each name, the file that declares it, and the entry through which it comes.
 *
 * @typedef {{ name: string, type: boolean, file: string, entry: string }} PublicExport
 */

/**
 * @param {import('./readSources.mjs').Package} owner
 * @param {import('./readSources.mjs').SourceFile[]} files
 * @returns {PublicExport[]} in the order in which the entries name them
 */
export function publicExports(owner, files) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return Object.entries(owner.entries).flatMap(([entry, path]) =>
    (byPath.get(path)?.exports ?? []).map(({ name, type }) => ({
      name,
      type: type || declaredAsType(path, name, byPath),
      file: declaring(path, name, byPath),
      entry,
    })),
  );
}

/** @typedef {Map<string, import('./readSources.mjs').SourceFile>} Files */

/** @returns {string} the file that declares what a file exports under a name, be it from elsewhere */
function declaring(/** @type {string} */ path, /** @type {string} */ name, /** @type {Files} */ files) {
  const next = passedOn(path, name, files);
  return next ? declaring(next.path, next.name, files) : path;
}

/** @returns {boolean} */
function declaredAsType(/** @type {string} */ path, /** @type {string} */ name, /** @type {Files} */ files) {
  const next = passedOn(path, name, files);
  if (next) return declaredAsType(next.path, next.name, files);
  const same = files.get(path)?.exports.filter((each) => each.name === name) ?? [];
  return same.length > 0 && same.every(({ type }) => type);
}

function passedOn(/** @type {string} */ path, /** @type {string} */ name, /** @type {Files} */ files) {
  const file = files.get(path);
  const { from, original = name } = file?.exports.find((each) => each.name === name) ?? {};
  const to = file?.imports.find((each) => each.from === from)?.to;
  return to && files.has(to) ? { path: to, name: original } : undefined;
}
