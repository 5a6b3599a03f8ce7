import type { Score } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { aggregateScores, isAlike, sharedLabels } from './aggregateScores';

const score = (value: number, labels: Score['labels']): Score => ({
  metric: 'gridScore',
  version: 1,
  labels,
  value,
  ceiling: NaN,
  ceiled: NaN,
  n: 1,
  unit: '',
});

describe('aggregateScores', () => {
  it('joins units and keeps every other label apart', () => {
    const groups = aggregateScores([
      score(1, { layer: 'g', unit: 0 }),
      score(2, { unit: 1, layer: 'g' }),
      score(NaN, { layer: 'g', unit: 2 }),
      score(6, { layer: 'g', unit: 3 }),
      score(9, { layer: 'rnn', unit: 0 }),
    ]);
    expect(
      groups.map(({ labels, count, undefinedCount, median, mean }) => [
        labels,
        count,
        undefinedCount,
        median,
        mean,
      ]),
    ).toEqual([
      ['layer: g', 3, 1, 2, 3],
      ['layer: rnn', 1, 0, 9, 9],
    ]);
  });

  it('joins cells and seeds too, and says of what there are many', () => {
    const groups = aggregateScores([
      score(1, { network: 'a', seed: 0 }),
      score(4, { network: 'a', seed: 1 }),
      score(7, { animal: 'b', cell: 'b/1' }),
      score(8, { animal: 'b' }),
    ]);
    expect(groups.map(({ labels, of, count, mean }) => [labels, of, count, mean])).toEqual([
      ['network: a', 'seeds', 2, 2.5],
      ['animal: b', 'cells', 1, 7],
      ['animal: b', undefined, 1, 8],
    ]);
    expect(isAlike({ labels: { animal: 'b' } })).toBe(false);
  });

  it('has no median where all scores are undefined', () => {
    expect(aggregateScores([score(NaN, {})])[0]).toMatchObject({
      count: 0,
      undefinedCount: 1,
      median: NaN,
      mean: NaN,
    });
  });

  it('leaves out the labels that are said elsewhere', () => {
    const scores = [
      score(1, { arena: 'square', layer: 'g', unit: 0 }),
      score(2, { arena: 'square', layer: 'rnn', unit: 0 }),
    ];
    expect(sharedLabels(scores)).toEqual({ arena: 'square' });
    expect(aggregateScores(scores, sharedLabels(scores)).map(({ labels }) => labels)).toEqual([
      'layer: g',
      'layer: rnn',
    ]);
    expect(sharedLabels([])).toEqual({});
  });
});
