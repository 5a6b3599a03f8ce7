import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ndArray, writeNpz } from '@goal-driven/core';
import { SyntheticAnimals, syntheticSessions, type Arena, type RecordedSession } from '@goal-driven/mec';
import type { Maker, Making } from './makers';

/** A list of sessions as `loadSessions` of mec takes it: four animals with cells of known kinds, ten minutes each. */
export const makeSessions =
  (arena: Pick<Arena, 'kind'> & { readonly [size: string]: unknown }): Maker =>
  async ({ folder, rng, count = 30 }) => {
    const config = SyntheticAnimals.parse({ arena, cells: count, duration: 600 });
    const sessions = syntheticSessions(config, rng);
    const list = sessions.map(({ animal, session, arena: name, bounds, shape }) => ({
      ...{ file: `${animal}.npz`, animal, session, arena: name, box: bounds },
      ...(shape !== undefined && { shape }),
    }));
    for (const [index, each] of sessions.entries())
      await writeFile(join(folder, list[index]!.file), writeNpz(arraysOf(each), { compress: true }));
    await writeFile(join(folder, 'sessions.json'), `${JSON.stringify({ sessions: list }, undefined, 2)}\n`);
    return `${config.animals} synthetic animals with ${count} cells each, 600 s; the list is sessions.json`;
  };

/** The path of a synthetic animal in a box of 1 m, ten minutes. */
export async function makePath({ folder, rng }: Making): Promise<string> {
  const config = SyntheticAnimals.parse({ animals: 1, cells: 1, duration: 600 });
  const { t, pos } = arraysOf(syntheticSessions(config, rng)[0]!);
  await writeFile(join(folder, 'sargolini.npz'), writeNpz({ t, pos }, { compress: true }));
  return 'the path of a synthetic animal, 600 s';
}

/** `t` [n], `pos` [n, 2], `heading` [n], `spike_times` and `spike_cells` [spikes], `cells`. */
function arraysOf({ path, heading, cells }: RecordedSession) {
  const owners = cells.flatMap(({ spikes }, cell) => Array.from(spikes, () => cell));
  const times = Float64Array.from(cells.flatMap(({ spikes }) => [...spikes]));
  return {
    t: ndArray(path.t, [path.t.length]),
    pos: ndArray(path.pos, [path.t.length, 2]),
    ...(heading && { heading: ndArray(heading, [heading.length]) }),
    spike_times: ndArray(times, [times.length]),
    spike_cells: ndArray(Int32Array.from(owners), [owners.length]),
    cells: ndArray(Int32Array.of(cells.length), []),
  };
}
