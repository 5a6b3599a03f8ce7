import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const NAME = 'SHA256SUMS';

/**
 * Hashes by path of the files that came into a folder, as they were when they came; `sha256sum -c` takes the list too.
 * Empty where there is none. Lines of another form are passed over: a hash that is not known is only not compared.
 */
export async function knownHashes(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, NAME), 'utf8').catch(() => '');
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, hash, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      return hash === undefined ? [] : [[path!, hash]];
    }),
  );
}

/** Adds the hash of a file to the list, in the place of an older one. */
export async function noteHash(folder: string, path: string, sha256: string): Promise<void> {
  const hashes = new Map(await knownHashes(folder)).set(path, sha256);
  await mkdir(dirname(join(folder, NAME)), { recursive: true });
  await writeFile(join(folder, NAME), [...hashes].map(([name, hash]) => `${hash}  ${name}\n`).join(''));
}
