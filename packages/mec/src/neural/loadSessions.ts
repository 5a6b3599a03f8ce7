import { dirname, resolve } from 'node:path';
import { ConfigError, readConfigFile, type NdArray, type TypedArray } from '@goal-driven/core';
import { z } from 'zod';
import { cutSession } from './cutSession';
import { recordedSession, type RecordedSession } from './recordedSession';
import { sessionArrays } from './sessionArrays';
import { SessionNames } from './SessionNames';

const wall = (description: string) => z.number().meta({ description, unit: 'm' });
const time = (description: string) => z.number().optional().meta({ description, unit: 's' });

/** A list of sessions: what was recorded where, and the files, relative to the list. */
export const SessionList = z
  .strictObject({
    sessions: z
      .array(
        z.strictObject({
          file: z.string().min(1).meta({ description: 'NPZ, MAT or NWB file, beside the list' }),
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
          names: SessionNames.default({}),
          metresPerUnit: z.number().positive().default(1).meta({
            description: 'What positions in the file are times this in m, such as 0.01 for centimetres',
          }),
          from: time('Start of the part that is taken; all before it is left out'),
          to: time('End of the part that is taken'),
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
 * The sessions of a list, a JSON or YAML file; each is an NPZ, MAT or NWB file that holds what `recordedSession` takes,
 * by our names or by those of the list.
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
  for (const { file, box, synthetic, names, metresPerUnit, from, to, ...labels } of parsed.data.sessions) {
    const read = await sessionArrays(resolve(dirname(path), file), names);
    const { pos } = read;
    const inMetres =
      pos === undefined || metresPerUnit === 1 ? read : { ...read, pos: times(pos, metresPerUnit) };
    const arrays =
      from === undefined && to === undefined ? inMetres : cutSession(inMetres, { from, to }, file);
    sessions.push({ ...recordedSession(arrays, { ...labels, bounds: box }, file), synthetic });
  }
  return sessions;
}

const times = ({ values, shape }: NdArray<TypedArray>, factor: number): NdArray<Float64Array> => ({
  values: Float64Array.from(values as ArrayLike<number>, (value) => Number(value) * factor),
  shape,
});
