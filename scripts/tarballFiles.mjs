import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * The files of an npm tarball by path below `package/`.
 *
 * @param {Buffer} tarball
 * @returns {Map<string, Buffer>}
 */
export function tarballFiles(tarball) {
  const tar = gunzipSync(tarball);
  const files = new Map();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const field = (/** @type {number} */ start, /** @type {number} */ length) =>
      tar.toString('utf8', at + start, at + start + length).replace(/\0.*$/s, '');
    const size = parseInt(field(124, 12), 8);
    const path = [field(345, 155), field(0, 100)].filter(Boolean).join('/');
    if (field(156, 1) === '0')
      files.set(path.replace(/^package\//, ''), tar.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
