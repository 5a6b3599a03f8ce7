import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRng, DataError, quietSession, type StudyEvent } from '@goal-driven/core';
import { afterAll, describe, expect, it } from 'vitest';
import { loadSynapseTable } from '../synapses/loadSynapseTable';
import synapticSizes from './synapticSizes';
import { SynapticSizesConfig } from './SynapticSizesConfig';

const folder = mkdtempSync(join(tmpdir(), 'learning-rules-sizes-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function eventsOf(config: object): Promise<StudyEvent[]> {
  const parsed = SynapticSizesConfig.parse({ ...synapticSizes.presets['smoke'], ...config });
  const events: StudyEvent[] = [];
  for await (const event of synapticSizes.run({ config: parsed, rng: createRng(0), session: quietSession() }))
    events.push(event);
  return events;
}

const valueOf = (events: readonly StudyEvent[], metric: string, labels: object = {}) =>
  events.flatMap((event) =>
    event.kind === 'score' &&
    event.score.metric === metric &&
    Object.entries(labels).every(([name, value]) => event.score.labels[name] === value)
      ? [event.score.value]
      : [],
  )[0];

describe('the study of synaptic sizes', () => {
  it('gives the published moments of the measured synapses, from the files as they were published', async () => {
    const at = (name: string) =>
      fileURLToPath(
        new URL(`../../../../../shared/data/synapses/weight_matrices/${name}.npz`, import.meta.url),
      );
    const source = { kind: 'file', sizes: at('quantile_4060_pyr'), dendrites: at('pyr_map') };
    const events = await eventsOf({ source, perBin: 165 });
    expect(valueOf(events, 'kestenMoment', { moment: 'a' })).toBeCloseTo(-0.0533, 4);
    expect(valueOf(events, 'kestenMoment', { moment: 'd' })).toBeCloseTo(0.1131, 4);
    expect(valueOf(events, 'additions')).toBe(225);
    expect(events.filter(({ kind }) => kind === 'figure')).toHaveLength(8);
  });

  it('finds the process behind sizes that it made, and simulates their survival', async () => {
    const events = await eventsOf({ source: { kind: 'synthetic', synapses: 2000 }, perBin: 500 });
    expect(Math.abs(valueOf(events, 'kestenMoment', { moment: 'a' })! + 0.1677)).toBeLessThan(0.03);
    const [data, kesten] = [{}, { of: 'Kesten process' }].map((of) => valueOf(events, 'survival', of));
    expect(Math.abs(data! - kesten!)).toBeLessThan(0.03);
  });
});

describe('loadSynapseTable', () => {
  const written = (text: string) => {
    const path = join(folder, 'sizes.csv');
    writeFileSync(path, text);
    return path;
  };

  it('reads rows of numbers', async () => {
    const { values, shape } = await loadSynapseTable(written('1,0,2.5\r\n0,3,1e-1\n'));
    expect([[...values], [...shape]]).toEqual([
      [1, 0, 2.5, 0, 3, 0.1],
      [2, 3],
    ]);
    expect((await loadSynapseTable(written('4\n4\n5\n'))).shape).toEqual([3]);
  });

  it.each([
    ['1,2\n3\n', 'line 2 must have 2 numbers, got 1'],
    ['1,2\n3,x\n', 'line 2, column 2 must be a number, got "x"'],
    ['1,,2\n', 'line 1, column 2 must be a number, got ""'],
    ['\n', 'must be NPY or rows of numbers, got an empty file'],
  ])('refuses %j', async (text, message) => {
    const reading = loadSynapseTable(written(text));
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });
});
