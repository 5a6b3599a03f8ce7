import { dirname, resolve } from 'node:path';
import { ConfigError, readConfigFile, readNpzFile } from '@goal-driven/core';
import { z } from 'zod';
import { recordedSession, type RecordedSession } from './recordedSession';

const wall = (description: string) => z.number().meta({ description, unit: 'm' });

/** A list of sessions: what was recorded where, and the files, relative to the list. */
export const SessionList = z
  .strictObject({
    sessions: z
      .array(
        z.strictObject({
          file: z.string().min(1).meta({ description: 'NPZ file, beside the list' }),
          animal: z.string().min(1),
          session: z.string().min(1).meta({
            description: 'Sessions of one animal with one name are of the same cells in several arenas',
          }),
          arena: z.string().min(1).meta({ description: 'Sessions of one arena have one name for it' }),
          shape: z.enum(['rectangle', 'circle', 'track']).optional().meta({
            description: 'What lies in the box: a rectangle where left out; a track along x',
          }),
          synthetic: z
            .boolean()
            .default(false)
            .meta({ description: 'Whether no animal was recorded; every output says so' }),
          box: z.strictObject({
            minX: wall('West wall in the coordinates of the file'),
            maxX: wall('East wall'),
            minY: wall('South wall'),
            maxY: wall('North wall'),
          }),
        }),
      )
      .min(1),
  })
  .meta({ title: 'Recorded sessions' });
export type SessionList = z.output<typeof SessionList>;

/**
 * The sessions of a list, a JSON or YAML file; each is an NPZ file as `recordedSession` takes it.
 *
 * @throws ConfigError for a list that is none; EnvironmentError for a file that cannot be read, DataError for one that
 *   is not what it must be
 */
export async function loadSessions(path: string): Promise<RecordedSession[]> {
  const parsed = SessionList.safeParse(await readConfigFile(path));
  if (!parsed.success) {
    throw new ConfigError(`${path}: it must be a list of sessions, got\n${z.prettifyError(parsed.error)}`);
  }
  const sessions: RecordedSession[] = [];
  for (const { file, box, synthetic, ...labels } of parsed.data.sessions) {
    const arrays = await readNpzFile(resolve(dirname(path), file));
    sessions.push({ ...recordedSession(arrays, { ...labels, bounds: box }, file), synthetic });
  }
  return sessions;
}
