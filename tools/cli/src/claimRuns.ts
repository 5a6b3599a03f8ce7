import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, readRun, type ClaimResult } from '@goal-driven/core';

/** A run that put a claim to the test. */
export type ClaimRun = {
  readonly claim: string;
  /** Its folder. */
  readonly run: string;
  /** Absent where all settings were given one by one. */
  readonly preset: string | undefined;
  readonly seed: number;
  /** `finished`, or where it stands. */
  readonly state: string;
  /** From its start to its end, s; absent where it is not finished or was interrupted in between. */
  readonly seconds: number | undefined;
  readonly result: ClaimResult;
};

/**
 * All runs of claims in a folder of runs, the oldest first. None is left out for what it found.
 *
 * @param skipped told of folders that look like runs but cannot be read
 * @throws DataError for a folder that is not there
 */
export function claimRuns(folder: string, skipped: (message: string) => void): ClaimRun[] {
  if (!existsSync(folder)) throw new DataError(`claims: --runs must be a folder of runs, got no ${folder}`);
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .flatMap((entry) => {
      try {
        return readClaimRun(join(folder, entry.name));
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        skipped(error.message);
        return [];
      }
    });
  return found.sort((a, b) => a.started.localeCompare(b.started)).map(({ run }) => run);
}

function readClaimRun(run: string): { started: string; run: ClaimRun }[] {
  const { manifest, status, claim: result } = readRun(run);
  if (result === undefined) return [];
  const { study: claim, seed, started, resumed, command } = manifest;
  const whole = status.state === 'finished' && resumed.length === 0;
  const seconds = whole ? (Date.parse(status.updated) - Date.parse(started)) / 1000 : undefined;
  const at = command.indexOf('--preset');
  const preset = at === -1 ? undefined : command[at + 1];
  return [{ started, run: { claim, run, preset, seed, state: status.state, seconds, result } }];
}
