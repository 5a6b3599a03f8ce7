import { describe, expect, it } from 'vitest';
import type { StoredArray } from './StoredArray';
import { tensorsOf, type WeightTree } from './WeightTree';

const array = (value: number): StoredArray => ({ values: Float32Array.of(value), shape: [1], dtype: 'F32' });

describe('tensorsOf', () => {
  it('names arrays by their path, and nothing else', () => {
    const [a, b, c] = [array(1), array(2), array(3)];
    expect(
      tensorsOf({ state: { conv: { weight: a }, steps: 3 }, list: [b, 'x', null], ['__proto__']: c }),
    ).toEqual(
      Object.fromEntries([
        ['state.conv.weight', a],
        ['list.0', b],
        ['__proto__', c],
      ]),
    );
    expect(tensorsOf(a)).toEqual({ '': a });
    expect(tensorsOf(null)).toEqual({});
  });

  it('refuses two of one name', () => {
    expect(() => tensorsOf({ a: { b: array(1) }, 'a.b': array(2) })).toThrow(
      'names must differ, got "a.b" twice',
    );
  });

  it('ends where parts that stand at several places stand for a great many', () => {
    let tree: WeightTree = [array(1)];
    for (let level = 0; level < 60; level++) tree = [tree, tree];
    expect(() => tensorsOf(tree)).toThrow('must have at most 1048576 nodes');
  });
});
