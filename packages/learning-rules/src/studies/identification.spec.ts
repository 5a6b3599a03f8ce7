import { createRng, quietSession, resolveConfig, type Score } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { windowsOf } from '../identification/IdentificationCondition';
import identification from './identification';

describe('learning-rules/identification', () => {
  it('tells rules apart in a small twin, with scores and figures of everything it says', async () => {
    const config = resolveConfig(identification, { preset: 'smoke' });
    const scores: Score[] = [];
    const figures: string[] = [];
    for await (const event of identification.run({ config, rng: createRng(1), session: quietSession() })) {
      if (event.kind === 'score') scores.push(event.score);
      if (event.kind === 'figure') figures.push(event.figure.name);
    }
    const accuracy = (condition: string, splits: string) =>
      scores.find(({ metric, labels }) => metric === 'accuracy' && labels.condition === condition && labels.splits === splits)!.value; // prettier-ignore
    expect(scores.find(({ metric }) => metric === 'chance')!.value).toBe(0.25);
    for (const condition of ['all', 'all, pseudo-Jacobian', 'weight', 'act', 'grad'])
      for (const splits of ['layers', 'networks', 'families']) {
        expect(accuracy(condition, splits)).toBeGreaterThanOrEqual(0);
        expect(accuracy(condition, splits)).toBeLessThanOrEqual(1);
      }
    // Of 4 networks of each rule 1 is tested on, of 2 layers, in 2 splits: accuracies are of 16 answers.
    expect(16 * accuracy('weight', 'networks')).toBe(Math.round(16 * accuracy('weight', 'networks')));
    const dPrimes = scores.filter(({ metric }) => metric === 'dPrime');
    expect(dPrimes).toHaveLength(5 * 3 * 4); // conditions, ways to split, rules
    expect(dPrimes.every(({ value }) => Math.abs(value) <= 10)).toBe(true);
    // By families all 32 layers are tested on once.
    expect(new Set(dPrimes.map(({ labels, n }) => `${labels['splits']} ${n}`))).toEqual(
      new Set(['layers 16', 'networks 16', 'families 32']),
    );
    expect(figures).toEqual(
      expect.arrayContaining([
        'confusion-randomForest-networks',
        'importances-randomForest-layers',
        'accuracies',
        'course-actabs-mean',
      ]),
    );
  });

  it('looks through windows of three times, and at times far apart', () => {
    expect(windowsOf(21)).toEqual({
      'first three': [0, 1, 2],
      'middle three': [9, 10, 11],
      'last three': [18, 19, 20],
      'three far apart': [0, 10, 20],
      'six far apart': [0, 4, 8, 12, 16, 20],
    });
  });
});
