import { expect, it } from 'vitest';
import { answerOf, confidences, solutionOf } from './confidences';

it('takes the softmax of each step, whatever the size of the logits', () => {
  const [small, large] = confidences([
    [0, Math.log(3)],
    [1000, 1000 + Math.log(3)],
  ]);
  expect(small![1]).toBeCloseTo(0.75, 12);
  expect(large![1]).toBeCloseTo(0.75, 12);
  expect(answerOf([0.2, 0.4, 0.4])).toBe(1);
});

it('says when an answer is first right, and from when on it stays so', () => {
  const [wrong, right] = [
    [0.9, 0.1],
    [0.1, 0.9],
  ];
  expect(solutionOf([wrong!, right!, wrong!, right!, right!], 1)).toEqual({ first: 1, stays: 3 });
  expect(solutionOf([right!, wrong!], 1)).toEqual({ first: 0, stays: undefined });
  expect(solutionOf([wrong!, wrong!], 1)).toEqual({ first: undefined, stays: undefined });
});
