import { balancedAccuracy } from '@goal-driven/metrics';
import { expect, it } from 'vitest';
import { answerOf, shareRight } from './answers';

it('answers with the first of the greatest logits', () => {
  expect(answerOf([1, 3, 3])).toBe(1);
  expect(answerOf(Float32Array.of(-2, -1))).toBe(1);
});

it.each([NaN, Infinity, -Infinity])('has no answer where a logit is %d', (other) => {
  expect(answerOf([0, other, 1])).toBeNaN();
});

it('is the share of right answers, NaN where one is missing', () => {
  expect(shareRight([0, 0, 0, 1], [0, 0, 1, 0])).toBe(0.5);
  expect(shareRight([0, 0, 0, 1], [0, 0, 1, 0], balancedAccuracy)).toBeCloseTo(1 / 3, 12);
  expect(shareRight([0, 1], [0, NaN])).toBeNaN();
});
