import { describe, expect, it } from 'vitest';
import { ConfigError } from '@goal-driven/core/arrays';
import { split } from './_maps.fixture';
import { requireSplits } from './_requireSplits';
import type { Split } from './Split';

const of = (...splits: Split[]) => {
  try {
    requireSplits('score', splits, 4);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'fits';
};

describe('requireSplits', () => {
  it('allows what parts the samples, all of them or some, a training set of none among it', () => {
    expect(of(split([0, 1], [2, 3]))).toBe('fits');
    expect(of(split([3], [0]), split([], [0, 1, 2, 3]))).toBe('fits');
  });

  it('names what does not fit, and in which split', () => {
    const good = split([0, 1], [2]);
    expect(of()).toBe('score: splits must be at least 1, got none');
    expect(of(good, split([0, 1, 2, 3], []))).toBe('score: split 1 must test some samples, got none');
    const [high, low] = [split([0], [4]), split([0, -1], [1])];
    expect(of(high)).toBe('score: split 0 must hold indices of 4 samples, got 4');
    expect(of(good, good, low)).toBe('score: split 2 must hold indices of 4 samples, got -1');
    expect(of(split([4], [0]))).toMatch(/split 0 must hold indices of 4 samples, got 4/);
    expect(of(split([0], [-1]))).toMatch(/got -1/);
    expect(of(good, split([0, 2], [1, 2, 0]))).toBe(
      'score: split 1 must part its samples, got 2 in train and test',
    );
    expect(of(split([0], [0]))).toMatch(/got 0 in train and test/);
  });
});
