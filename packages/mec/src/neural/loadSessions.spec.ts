import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ndArray, writeNpz } from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSessions, type SessionList } from './loadSessions';

type Entry = Partial<Omit<SessionList['sessions'][number], 'file'>> & { file: string };

const goldens = JSON.parse(
  readFileSync(new URL('../../goldens/sessions.json', import.meta.url), 'utf8'),
) as Record<'mat5' | 'mat73' | 'nwb' | 'twoPaths' | 'lateHead', string>;
const author = { t: 'post', pos: ['posx', 'posy'] as [string, string], heading: 'hd', spike_times: 'cellTS' };

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'goal-driven-sessions-'));
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  for (const [name, file] of Object.entries({
    mat5: 'a.mat',
    mat73: 'b.mat',
    nwb: 'a.nwb',
    twoPaths: 'b.nwb',
    lateHead: 'c.nwb',
  }))
    put(file, Buffer.from(goldens[name as keyof typeof goldens], 'base64'));
  const vector = (...values: number[]) => ndArray(Float64Array.from(values), [values.length]);
  put(
    'a.npz',
    writeNpz(
      {
        t: vector(0, 0.5, 1, 1.5),
        pos: ndArray(Float64Array.of(0.1, 0.5, 0.2, 0.6, 0.3, 0.7, 0.4, 0.8), [4, 2]),
        spike_times: vector(0.25, 1.25, 0.75),
        spike_cells: ndArray(Int32Array.of(0, 0, 2), [3]),
        heading: vector(0, 0.1, 0.2, 0.3),
      },
      { compress: false },
    ),
  );
  put('a.txt', new Uint8Array(0));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function load(entry: Entry) {
  const box = { minX: 0, maxX: 1, minY: 0, maxY: 1 };
  const list = join(folder, 'list.json');
  writeFileSync(
    list,
    JSON.stringify({ sessions: [{ animal: 'rat', session: 's', arena: 'box', box, ...entry }] }),
  );
  return (await loadSessions(list))[0]!;
}

describe('loadSessions', () => {
  it.each<Entry>([
    { file: 'a.npz' },
    { file: 'a.mat', names: author, metresPerUnit: 0.01 },
    { file: 'b.mat' },
    { file: 'a.nwb' },
  ])('reads the same session from $file', async (entry) => {
    const { path, cells, heading, synthetic } = await load(entry);
    expect([...path.t]).toEqual([0, 0.5, 1, 1.5]);
    [0.1, 0.5, 0.2, 0.6, 0.3, 0.7, 0.4, 0.8].forEach((value, at) =>
      expect(path.pos[at]).toBeCloseTo(value, 12),
    );
    expect(cells.map(({ spikes }) => [...spikes])).toEqual([[0.25, 1.25], [], [0.75]]);
    if (entry.file !== 'b.mat') expect([...heading!]).toEqual([0, 0.1, 0.2, 0.3]);
    expect(synthetic).toBe(false);
  });

  it('takes a part of it: samples and spikes from one time to another', async () => {
    const { path, cells, heading } = await load({ file: 'a.nwb', from: 0.5, to: 1 });
    expect([...path.t]).toEqual([0.5, 1]);
    expect([...heading!]).toEqual([0.1, 0.2]);
    expect(cells.map(({ spikes }) => [...spikes])).toEqual([[], [], [0.75]]);
  });

  it.each<[string, Entry, RegExp]>([
    [
      'a kind that it does not know',
      { file: 'a.txt' },
      /a\.txt: a session must be a file of \.npz, \.mat, \.nwb/,
    ],
    ['names that are not there', { file: 'a.mat', names: { t: 'time' } }, /a\.mat: it must hold time, got/],
    [
      'two paths of which none is named',
      { file: 'b.nwb' },
      /one SpatialSeries of Position, or names must say which, got .*tracked, .*mirror|mirror, .*tracked/,
    ],
    ['head directions at other times', { file: 'c.nwb' }, /sampled when the position is/],
    [
      'x and y of NWB',
      { file: 'a.nwb', names: { pos: ['x', 'y'] } },
      /pos must be the path of one SpatialSeries/,
    ],
    [
      'a part without samples',
      { file: 'a.npz', from: 9 },
      /at least 2 samples must lie from 9 to Infinity s, got 0/,
    ],
    ['a file that is not there', { file: 'none.mat' }, /none\.mat must be a readable file/],
  ])('refuses %s', async (_, entry, message) => {
    await expect(load(entry)).rejects.toThrow(message);
  });

  it('takes the path that is named of several', async () => {
    const { path } = await load({ file: 'b.nwb', names: { pos: '/processing/behavior/Position/mirror' } });
    expect([...path.pos].slice(0, 2)).toEqual([0.5, 0.1]);
  });
});
