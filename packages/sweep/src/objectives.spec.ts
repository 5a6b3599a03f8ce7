import type { Score } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { minimizedSign, objectiveName, objectiveValue } from './objectives';
import { Objective } from './SweepFile';

const score = (metric: string, value: number, labels: Score['labels'] = {}): Score => ({
  metric,
  version: 1,
  labels,
  value,
  ceiling: 1,
  ceiled: value * 10,
  n: 5,
  unit: 'cm',
});
const scores = [
  score('error', 4, { paths: 'held-out', layer: 1 }),
  score('error', 1, { paths: 'held-out', layer: 2 }),
  score('error', 2, { paths: 'held-out', layer: 3 }),
  score('error', 9, { paths: 'training', layer: 1 }),
  score('gridScore', NaN),
];
const value = (config: object) => objectiveValue(scores, Objective.parse({ metric: 'error', ...config }));
const heldOut = { labels: { paths: 'held-out' } };

describe('objectiveValue', () => {
  it('reduces the scores that have its labels by its statistic', () => {
    expect(value(heldOut)).toBeCloseTo(7 / 3, 14);
    expect(value({ ...heldOut, statistic: 'median' })).toBe(2);
    expect(value({ ...heldOut, statistic: 'min' })).toBe(1);
    expect(value({ ...heldOut, statistic: 'max' })).toBe(4);
    expect(value({ statistic: 'median' })).toBe(3);
    expect(value({ labels: { paths: 'held-out', layer: '2' } })).toBe(1);
    expect(value({ labels: { layer: 2 }, of: 'ceiled' })).toBe(10);
  });

  it('is NaN where a score is', () => {
    expect(objectiveValue(scores, Objective.parse({ metric: 'gridScore', statistic: 'min' }))).toBeNaN();
    const some = [score('error', 1), score('error', NaN)];
    expect(objectiveValue(some, Objective.parse({ metric: 'error', statistic: 'min' }))).toBeNaN();
  });

  it('says which metrics, or which labels, there were', () => {
    expect(() => objectiveValue(scores, Objective.parse({ metric: 'loss' }))).toThrow(
      /there must be a score loss, got error, gridScore$/,
    );
    expect(() => objectiveValue([], Objective.parse({ metric: 'loss' }))).toThrow(/got no scores$/);
    expect(() => value({ labels: { layer: 4 } })).toThrow(
      /a score error must have layer=4, got paths=held-out,layer=1; paths=held-out,layer=2; .*paths=training,layer=1$/,
    );
    expect(() => objectiveValue(scores, Objective.parse({ metric: 'gridScore', ...heldOut }))).toThrow(
      /got no labels$/,
    );
  });
});

describe('names and directions', () => {
  it('turns what is to be maximised', () => {
    expect(minimizedSign({ direction: 'minimize' })).toBe(1);
    expect(minimizedSign({ direction: 'maximize' })).toBe(-1);
  });

  it('names an objective by what it asks for', () => {
    const name = (config: object) => objectiveName(Objective.parse({ metric: 'error', ...config }));
    expect(name({})).toBe('error');
    expect(name({ labels: { paths: 'held-out', layer: 2 } })).toBe('error[paths=held-out,layer=2]');
    expect(name({ statistic: 'min', of: 'ceiled' })).toBe('min ceiled error');
  });
});
