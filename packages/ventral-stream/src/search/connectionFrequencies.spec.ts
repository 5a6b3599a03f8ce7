import type { TrialRow } from '@goal-driven/sweep';
import { describe, expect, it } from 'vitest';
import { connectionFigures } from './connectionFigures';
import { connectionFrequencies } from './connectionFrequencies';
import { Genome } from './Genome';
import { genomePoint } from './genomePoint';
import { medianGenome } from './medianGenome';
import { wilsonInterval } from './wilsonInterval';

const row = (index: number, genome: Genome, value: number, over: Partial<TrialRow> = {}): TrialRow => ({
  index,
  id: String(index),
  point: genomePoint(genome),
  seed: 1,
  state: 'finished',
  objectives: [value],
  seconds: 1,
  attempts: 1,
  worker: '',
  ...over,
});

const reciprocal = medianGenome.cell.kind === 'reciprocalGated' ? medianGenome.cell : undefined;
const without = (...names: string[]): Genome => ({
  ...medianGenome,
  feedback: { ...medianGenome.feedback, ...Object.fromEntries(names.map((name) => [name, false])) },
});
const relu = Genome.parse({ ...without('conv8-conv5'), cell: { ...reciprocal, gateActivation: 'relu' } });
const withoutCell = Genome.parse({
  ...medianGenome,
  cells: { ...medianGenome.cells, conv8: false },
  feedback: Object.fromEntries(
    Object.entries(medianGenome.feedback).filter(([name]) => !name.includes('conv8')),
  ),
  bypass: Object.fromEntries(Object.entries(medianGenome.bypass).filter(([name]) => !name.includes('conv8'))),
});

/** Accuracies; the greater the better. */
const rows = [
  row(0, medianGenome, 0.9),
  row(1, without('conv9-conv6'), 0.8),
  row(2, relu, 0.3),
  row(3, withoutCell, 0.2),
  row(4, without('conv7-conv6'), NaN),
  row(5, without('conv10-conv7'), 0.99, { state: 'running' }),
];
const maximize = [{ direction: 'maximize' as const }];
const counted = (rows_: readonly TrialRow[], best?: { count: number } | { share: number }) =>
  connectionFrequencies(rows_, maximize, best && { best });
const shares = (frequencies: ReturnType<typeof counted>, name: string) => {
  const { best, all } = frequencies.connections.find((one) => one.name === name)!;
  return [best.count, best.n, all.count, all.n];
};
const choice = (frequencies: ReturnType<typeof counted>, wanted: string, value: unknown) => {
  const { best, all } = frequencies.choices.find((one) => one.gene === wanted && one.value === value)!;
  return [best.count, best.n, all.count, all.n];
};

describe('connectionFrequencies', () => {
  const frequencies = counted(rows, { count: 2 });

  it('counts connections and choices of the best against all that finished with a value', () => {
    expect([frequencies.best, frequencies.all]).toEqual([2, 4]);
    expect(shares(frequencies, 'conv8-conv5')).toEqual([2, 2, 2, 4]); // relu has none, another no cell at conv8
    expect(shares(frequencies, 'conv9-conv6')).toEqual([1, 2, 3, 4]);
    expect(shares(frequencies, 'conv4-conv6')).toEqual([0, 2, 0, 4]);
    expect(choice(frequencies, 'cell.gateActivation', 'tanh')).toEqual([2, 2, 3, 4]);
    expect(choice(frequencies, 'cell.gateActivation', 'relu')).toEqual([0, 2, 1, 4]);
    expect(choice(frequencies, 'cell.tauKernelSize', 7)).toEqual([2, 2, 4, 4]);
    expect(choice(frequencies, 'cells.conv8', true)).toEqual([2, 2, 3, 4]);
    const { best } = frequencies.connections.find(({ name }) => name === 'conv9-conv6')!;
    expect(best).toEqual({ count: 1, n: 2, share: 0.5, interval: wilsonInterval(1, 2) });
  });

  it('leaves out connections of other chains, and genes that none has', () => {
    expect(frequencies.connections.length).toBe(21 + 15);
    expect(
      frequencies.choices.some(({ gene }) => gene.startsWith('cell.layers.') || gene === 'cell.kernelSize'),
    ).toBe(false);
  });

  it('takes the best at the largest budget, and everyone at any, once', () => {
    const budgets = [
      row(0, medianGenome, 0.5, { budget: 1 }),
      row(1, relu, 0.99, { budget: 1 }),
      row(2, medianGenome, 0.8, { budget: 3 }),
    ];
    const found = counted(budgets, { share: 1 });
    expect([found.best, found.all]).toEqual([1, 2]);
    expect(shares(found, 'conv8-conv5')).toEqual([1, 1, 1, 2]);
  });

  it('passes over a budget at which none has a value', () => {
    const diverged = [
      ...rows.slice(0, 4).map((one) => ({ ...one, budget: 300 })),
      row(9, relu, NaN, { budget: 900 }),
    ];
    const found = counted(diverged, { count: 2 });
    expect([found.best, found.all]).toEqual([2, 4]);
    expect(connectionFigures(found)).toHaveLength(3);
  });

  it('averages over seeds, and takes the best tenth, at least one, by default', () => {
    const seeds = [row(0, relu, 1), row(0, relu, 0, { seed: 2 }), row(1, medianGenome, 0.6)];
    expect(counted(seeds).best).toBe(1);
    expect(choice(counted(seeds), 'cell.gateActivation', 'tanh')).toEqual([1, 1, 1, 2]);
  });

  it('refuses numbers of best that there are not, and points that are no genomes', () => {
    for (const best of [{ count: 0 }, { count: 5 }, { count: 1.5 }, { share: 0 }, { share: 1.01 }])
      expect(() => counted(rows, best)).toThrow(/best must be 1 to 4 genomes/);
    expect(() => counted([{ ...row(0, medianGenome, 1), point: { cell: 'gru' } }])).toThrow(/got cell/);
    expect(counted([])).toEqual({ best: 0, all: 0, connections: [], choices: [] });
  });
});

describe('connectionFigures', () => {
  const frequencies = counted(rows, { count: 2 });
  const [matrices, connections, choices] = connectionFigures(frequencies);

  it('are three, and none of no genomes', () => {
    expect(connectionFigures(frequencies).map(({ kind }) => kind)).toEqual(['maps', 'bars', 'bars']);
    expect(connectionFigures(counted([]))).toEqual([]);
  });

  it('show a matrix from the row to the column, feedback above the diagonal', () => {
    if (matrices?.kind !== 'maps') throw new Error('the first figure is of maps');
    const [best, all] = matrices.maps;
    // conv4 .. conv10: conv8 is row 4, conv5 column 1.
    expect(best!.values[4]![1]).toBe(1);
    expect(all!.values[4]![1]).toBe(0.5);
    expect(best!.values[1]![4]).toBe(0); // the bypass from conv5 to conv8
    expect(best!.values[1]![2]).toBeNaN(); // from conv5 to conv6 is the chain itself
    expect([best!.label, all!.label]).toEqual(['the 2 best', 'all 4']);
    const values = [best!, all!].flatMap((map) => map.values.flat()).filter((share) => !Number.isNaN(share));
    expect(matrices.range).toEqual([0, Math.max(...values)]);
  });

  it('list first what the best have more often', () => {
    if (connections?.kind !== 'bars' || choices?.kind !== 'bars') throw new Error('the others are bars');
    expect(connections.bars[0]).toEqual({
      label: 'feedback conv8 to conv5 (0.50)',
      value: 1,
      interval: wilsonInterval(2, 2),
    });
    expect(connections.bars.at(-1)!.label).toBe('feedback conv9 to conv6 (0.75)');
    expect(choices.bars.map(({ label }) => label)).toContain('cell.gateActivation relu (0.25)');
    expect(choices.bars.some(({ label }) => label.startsWith('cell.tauKernelSize 7'))).toBe(false); // all have it
  });
});
