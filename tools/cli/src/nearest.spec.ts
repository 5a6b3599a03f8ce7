import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, lookUp, nearest } from './nearest';

const known = ['mec/path-integration', 'mec/recorded-path', 'ventral/imagenet'];

describe('nearest', () => {
  it('finds a name with a slip of the finger, without its package, or in part', () => {
    expect(nearest('mec/path-integartion', known)).toEqual(['mec/path-integration']);
    expect(nearest('path-integration', known)).toEqual(['mec/path-integration']);
    expect(nearest('recorded', known)).toEqual(['mec/recorded-path']);
    expect(nearest('MEC/Path-Integration', known)[0]).toBe('mec/path-integration');
  });

  it('offers nothing for a name that is like none', () => {
    expect(nearest('xyzzy', known)).toEqual([]);
  });
});

describe('lookUp', () => {
  it('names what is near, or all there is', () => {
    expect(() => lookUp('study', 'mec/path-integratoin', { 'mec/path-integration': 1 })).toThrow(
      'unknown study "mec/path-integratoin": did you mean mec/path-integration?',
    );
    expect(() => lookUp('study', 'zzzzzz', { a1: 1, b2: 2 })).toThrow('there is a1, b2');
  });

  it('knows no name that every object has', () => {
    expect(() => lookUp('study', 'constructor', {})).toThrow(/unknown/);
    expect(() => lookUp('study', '__proto__', {})).toThrow(/unknown/);
  });
});

describe('editDistance', () => {
  it('counts the edits of the textbook case', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('steps', 'stpes')).toBe(1);
  });

  it('is symmetric, nothing for the same word, at most the longer word', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
      { seed: 1 },
    );
  });
});
