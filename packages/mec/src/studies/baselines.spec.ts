import { createRng, quietSession, useBackend, type Score, type StudyEvent } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import baselines from './baselines';
import { BaselinesConfig } from './BaselinesConfig';

await useBackend('cpu');

async function run(config: object, signal = new AbortController().signal): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  const session = { ...quietSession(), signal };
  for await (const event of baselines.run({
    config: BaselinesConfig.parse(config),
    rng: createRng(1),
    session,
  })) {
    events.push(event);
  }
  return events;
}

const scoresOf = (events: readonly StudyEvent[]): Score[] =>
  events.flatMap((event) => (event.kind === 'score' ? [event.score] : []));

describe('the study of baselines', () => {
  it('scores every feature of every baseline, with figures of its own', async () => {
    const events = await run(baselines.presets['smoke']!);
    const grids = scoresOf(events).filter(({ metric }) => metric === 'gridScore60');
    const counts = new Map<unknown, number>();
    for (const { labels } of grids) counts.set(labels['baseline'], (counts.get(labels['baseline']) ?? 0) + 1);
    expect([...counts]).toEqual([
      ['place-cells', 16],
      ['velocity', 2],
      ['nmf-2', 2],
      ['pca-2', 2],
      ['non-negative-pca-2', 2],
      ['non-negative-hebbian-2', 2],
      ['non-negative-low-rank-2', 2],
    ]);
    const names = events.flatMap((event) => (event.kind === 'figure' ? [event.figure.name] : []));
    expect(names).toHaveLength(7 * 3);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('nmf-2-grid-scores');
    expect(scoresOf(await run(baselines.presets['smoke']!))).toEqual(scoresOf(events));
  });

  it('maps features in another arena, with what was fitted in the first', async () => {
    const choice = {
      ...baselines.presets['smoke'],
      baselines: [{ kind: 'nmf', components: 2, maxSweeps: 5 }],
    };
    const [here, there] = [
      await run(choice),
      await run({ ...choice, evaluationArena: { width: 1.1, height: 1.1 } }),
    ];
    expect(scoresOf(there)[0]!.labels['arena']).toBe('1.1 m x 1.1 m');
    expect(scoresOf(here)[0]!.labels['arena']).toBe('2.2 m x 2.2 m');
    const maps = there.find((event) => event.kind === 'figure' && event.figure.kind === 'maps');
    expect(JSON.stringify(maps)).toContain('unit 1');
    expect(scoresOf(there)[0]!.n).toBeLessThan(2000);
  });

  it('stops when it is told to', async () => {
    const aborted = AbortSignal.abort();
    await expect(run(baselines.presets['smoke']!, aborted)).rejects.toThrow(
      'mec/baselines: interrupted while walking',
    );
  });

  it('has a published configuration', () => {
    const { batches, baselines: list, binWidth } = BaselinesConfig.parse({});
    expect([batches, binWidth, list.map(({ kind }) => kind)]).toEqual([
      1000,
      0.05,
      ['placeCells', 'velocity', 'nmf', 'pca', 'nonNegativePca', 'lowRank'],
    ]);
    expect(baselines.sources.map(({ text }) => text)).toContainEqual(expect.stringContaining('Dordek'));
  });
});
