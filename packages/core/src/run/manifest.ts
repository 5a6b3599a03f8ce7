import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { DataError } from '../errors';
import { tf } from '../tf';
import { JsonValue } from './jsonNumbers';
import { versions } from './versions';

/** What a run's numbers depend on besides its configuration. */
export const Manifest = z.object({
  study: z.string(),
  seed: z.int().min(0),
  backend: z.string(),
  /** The engine's own account: threads, BLAS, device. */
  backendReport: JsonValue.optional(),
  versions: z.record(z.string(), z.string()),
  platform: z.string(),
  /** Each input file by name. */
  inputs: z.record(z.string(), z.object({ file: z.string(), bytes: z.number(), sha256: z.string() })),
  /** The repository that the command ran in; null outside of one. */
  git: z.object({ commit: z.string(), dirty: z.boolean() }).nullable(),
  command: z.array(z.string()),
  started: z.string(),
  /** When it was taken up again, oldest first. */
  resumed: z.array(z.string()),
});
export type Manifest = z.output<typeof Manifest>;

type ManifestOptions = {
  readonly study: string;
  readonly seed: number;
  readonly backendReport?: Manifest['backendReport'];
  readonly command: readonly string[];
  readonly inputs: { readonly [name: string]: string };
  readonly now: Date;
};

/**
 * Describes a run that starts now.
 *
 * @throws DataError for an input file that cannot be read
 */
export async function describeRun(options: ManifestOptions): Promise<Manifest> {
  const { study, seed, backendReport, command, inputs, now } = options;
  const hashed = Object.entries(inputs).map(async ([name, path]) => [name, await hashFile(path)] as const);
  return {
    study,
    seed,
    backend: tf.getBackend(),
    ...(backendReport === undefined ? {} : { backendReport }),
    versions: versions(),
    platform: `${process.platform} ${process.arch}`,
    inputs: Object.fromEntries(await Promise.all(hashed)),
    git: gitState(process.cwd()),
    command: [...command],
    started: now.toISOString(),
    resumed: [],
  };
}

async function hashFile(path: string): Promise<Manifest['inputs'][string]> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    throw new DataError(`input ${path}: must be a readable file, got ${(error as Error).message}`, {
      cause: error,
    });
  }
  return { file: basename(path), bytes, sha256: hash.digest('hex') };
}

/** The commit checked out at a folder, and whether tracked files differ from it; null outside a repository. */
export function gitState(folder: string): Manifest['git'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const commit = git('rev-parse', 'HEAD').trim();
    return { commit, dirty: git('status', '--porcelain', '--untracked-files=no').trim() !== '' };
  } catch {
    return null; // no repository here, or no git
  }
}
