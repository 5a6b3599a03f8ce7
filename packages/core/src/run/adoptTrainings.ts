import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors';
import type { Session } from '../Session';
import { parseMetrics } from './curves';
import { onDisk } from './diskErrors';
import { makeFolder } from './writeFileAtomic';

/**
 * Moves the named trainings of another run's folder, checkpoints and curves, into the run of a session, which then finds
 * them where it left off, or finished; the other folder is removed. May be repeated where it was cut off.
 *
 * @throws ConfigError where the session keeps no checkpoints
 * @throws DataError for curves that cannot be read
 * @throws EnvironmentError where a file cannot be read or moved
 */
export function adoptTrainings(from: string, session: Session): void {
  const { checkpoints } = session;
  if (checkpoints === undefined)
    throw new ConfigError('adoptTrainings: the session must have a folder for checkpoints, got none');
  onDisk('trainings', from, () => {
    const source = join(from, 'checkpoints');
    const names = existsSync(source) ? readdirSync(source) : [];
    const path = join(from, 'metrics.jsonl');
    const lines = existsSync(path) ? parseMetrics(readFileSync(path, 'utf8')) : [];
    makeFolder(checkpoints);
    for (const name of names) {
      session.rewind?.(-1, name); // what an adoption left that was cut off
      for (const { step, values } of lines) {
        if (Object.keys(values).some((key) => key.startsWith(`${name}/`))) session.log(step, values);
      }
      const target = join(checkpoints, name);
      rmSync(target, { recursive: true, force: true });
      renameSync(join(source, name), target);
    }
    rmSync(from, { recursive: true, force: true });
  });
}
