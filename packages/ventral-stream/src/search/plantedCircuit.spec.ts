import type { Point, TrialRow } from '@goal-driven/sweep';
import { describe, expect, it } from 'vitest';
import { lowest, searchHistory } from './_searchHistory.fixture';
import { connectionFrequencies } from './connectionFrequencies';
import { genomeSpace } from './genomeSpace';

const PLANTED = ['conv10-conv7', 'conv8-conv5', 'conv9-conv6'];

/** What a circuit lacks of three arrows back, a gate by tanh and a learning rate of 0.01; 0 is the planted circuit. */
function lacking(point: Point): number {
  const arrows = PLANTED.filter((name) => point[`feedback.${name}`] === true).length;
  const gate = point['cell.gateActivation'] === 'tanh' ? 1 : 0;
  const rate = point['training.learningRate'] as number; // a gene that every genome has
  return 4 - arrows - gate + Math.abs(Math.log10(rate) + 2) / 2;
}

const space = genomeSpace({ keptTo: { 'base.chain': ['reciprocal'], 'cell.kind': ['reciprocalGated'] } });
const trials = 300;
const searches = {
  random: { kind: 'random', trials },
  tpe: { kind: 'tpe', trials, parallel: 1 },
  evolution: { kind: 'evolution', trials, crossover: 0.5, parallel: 1 },
};
const seeds = [1, 2, 3, 4, 5];
const histories = Object.fromEntries(
  Object.entries(searches).map(([name, search]) => [
    name,
    seeds.map((seed) => searchHistory(search, { space, loss: lacking, seed })),
  ]),
) as { readonly [name in keyof typeof searches]: TrialRow[][] }; // the same names

/** The trials of several searches as those of one. */
const pooled = (rows: readonly TrialRow[]): TrialRow[] => rows.map((row, index) => ({ ...row, index }));

describe('a search for a planted circuit', () => {
  it.each(['tpe', 'evolution'] as const)(
    'by %s comes nearer than as many random draws, at every seed',
    (name) => {
      histories[name].forEach((rows, at) => expect(lowest(rows)).toBeLessThan(lowest(histories.random[at]!)));
    },
  );

  it('shows the planted arrows, and the gate, as those that the best of random draws have more often', () => {
    const { connections, choices, ...counts } = connectionFrequencies(pooled(histories.random.flat()), [
      { direction: 'minimize' },
    ]);
    expect(counts).toEqual({ best: 150, all: 1500 });
    const gains = connections.map((one) => ({ ...one, gain: one.best.share - one.all.share }));
    const first = gains.sort((a, b) => b.gain - a.gain).slice(0, 3);
    expect(first.map(({ name }) => name).sort()).toEqual(PLANTED);
    for (const { best, all } of first) expect(best.interval[0]).toBeGreaterThan(all.interval[1]);
    const tanh = choices.find(({ gene, value }) => gene === 'cell.gateActivation' && value === 'tanh')!;
    expect(tanh.best.interval[0]).toBeGreaterThan(tanh.all.interval[1]);
    // Of choices that do not matter the intervals hold the share of all, as often as intervals of 95 % should.
    const idle = choices.filter(({ gene }) => /^cell\./.test(gene) && gene !== 'cell.gateActivation');
    const held = idle.filter(
      ({ best, all }) => best.interval[0] <= all.share && all.share <= best.interval[1],
    );
    expect(idle.length).toBeGreaterThan(60);
    expect(held.length / idle.length).toBeGreaterThan(0.9);
  });

  /**
   * Within one search that learns, arrows that do not matter come along with the first good genomes; only over several
   * independent searches are the planted ones the most frequent.
   */
  it('shows the planted arrows as the most frequent ones of the best of several searches that learn', () => {
    const rows = pooled([...histories.tpe.flat(), ...histories.evolution.flat()]);
    const { connections } = connectionFrequencies(rows, [{ direction: 'minimize' }]);
    const first = [...connections].sort((a, b) => b.best.share - a.best.share).slice(0, 3);
    expect(first.map(({ name }) => name).sort()).toEqual(PLANTED);
    for (const { best, all } of first) expect(best.interval[0]).toBeGreaterThan(all.interval[1]);
  });
});
