import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../DataStream';
import { ConfigError } from '../errors';
import { differences } from './differences';
import { codeOf, diskError } from './diskErrors';
import { JsonValue } from './jsonNumbers';
import { Manifest } from './manifest';
import { readOptional } from './readRun';
import { Status } from './runFiles';

type Wanted = { readonly study: string; readonly seed: number; readonly config: Json };

/**
 * The folder of a run: `out`, or `runs/<study>-<time>-<seed>`. With `resume` and no `out`, the newest
 * unfinished run of the same study, seed and configuration in `runs`, where there is one.
 */
export function chooseRunFolder(
  wanted: Wanted,
  { out, resume, now }: { out: string | undefined; resume: boolean; now: Date },
): string {
  if (out !== undefined) return out;
  const slug = wanted.study.replaceAll('/', '-');
  if (resume) {
    const pattern = new RegExp(`^${slug}-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d(-\\d+)?-${wanted.seed}$`);
    const folders = filesOf('runs').filter((name) => pattern.test(name));
    const found = folders
      .sort()
      .reverse()
      .find((name) => canGoOn(join('runs', name), wanted));
    if (found !== undefined) return join('runs', found);
  }
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let copy = 1; ; copy++) {
    const name = `${slug}-${time}${copy === 1 ? '' : `-${copy}`}-${wanted.seed}`;
    if (!existsSync(join('runs', name))) return join('runs', name);
  }
}

/**
 * Whether the folder already holds the run that is wanted.
 *
 * @throws ConfigError where it holds anything else, or a run that was not to be resumed
 */
export function holdsRun(folder: string, wanted: Wanted, resume: boolean): boolean {
  const files = filesOf(folder).filter((name) => name !== 'lock' && !name.startsWith('.'));
  if (files.length === 0) return false;
  if (!files.includes('manifest.json')) {
    if (files.every((name) => name === 'config.json' || name === 'log.txt')) return false; // killed at its very start
    throw new ConfigError(
      `run ${folder}: the folder must be new or empty, got one with ${files.slice(0, 3).join(', ')}`,
    );
  }
  if (!resume)
    throw new ConfigError(
      `run ${folder}: the folder must be new or empty, got a run. Use --resume auto to go on`,
    );
  const changes = changesOf(folder, wanted);
  if (changes.length === 0) return true;
  throw new ConfigError(
    `run ${folder}: a run is resumed with the configuration it began with, got another one ` +
      `(here is what was asked for, there is the run): ${changes.join('; ')}`,
  );
}

function canGoOn(folder: string, wanted: Wanted): boolean {
  try {
    return (
      readOptional(folder, 'status.json', Status)?.state !== 'finished' &&
      changesOf(folder, wanted).length === 0
    );
  } catch {
    return false; // a folder that cannot be read is no candidate
  }
}

function changesOf(folder: string, { study, seed, config }: Wanted): string[] {
  const there = readOptional(folder, 'manifest.json', Manifest);
  const known = {
    study: there?.study,
    seed: there?.seed,
    config: readOptional(folder, 'config.json', JsonValue),
  };
  return differences({ study, seed, config }, known);
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw diskError('run', folder, error);
  }
}
