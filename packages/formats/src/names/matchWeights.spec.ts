import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredArray } from '../weights/StoredArray';
import { completeWeights, matchedNumbers, matchWeights } from './matchWeights';
import type { NameMap } from './NameMap';
import { torchConvolution, torchDense } from './WeightStep';

const stored = (shape: number[], from = 0): StoredArray => ({
  values: Float32Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, (_, i) => from + i),
  shape,
  dtype: 'F32',
});

const torch: NameMap = {
  name: 'a small torch network',
  source: 'this spec',
  roots: ['model_state_dict.', 'state_dict.', ''],
  strip: [/^module\./],
  rules: [
    { from: 'conv.weight', to: 'V1/conv/kernel', steps: torchConvolution },
    { from: /fc(?<n>\d)\.weight/, to: 'fc$<n>/kernel', steps: torchDense },
    { from: /rnn\.bias_[ih]h_l0/, to: 'cell/bias', adds: 2 },
    { from: 'joint', to: ['cell/kernel', 'cell/recurrentKernel'], axis: -2 },
    { from: /.*num_batches_tracked/, ignored: 'a counter' },
    { from: 'decay', ignored: 'not learned', value: 0 },
  ],
};
const shapes = {
  'V1/conv/kernel': [1, 2, 3, 4],
  'fc1/kernel': [2, 3],
  'cell/bias': [2],
  'cell/kernel': [1, 2],
  'cell/recurrentKernel': [2, 2],
};
const whole = () => ({
  epoch: 3,
  optimizer: { m: stored([5]) },
  model_state_dict: {
    'module.conv.weight': stored([4, 3, 1, 2]),
    'module.fc1.weight': stored([3, 2]),
    'rnn.bias_ih_l0': stored([2], 1),
    'rnn.bias_hh_l0': stored([2], 10),
    joint: stored([3, 2]),
    'bn.num_batches_tracked': stored([], 7),
    decay: { ...stored([2]), values: Float32Array.of(0, 0) },
  },
});

describe('matchWeights', () => {
  it('finds every parameter, in our layout', () => {
    const match = matchWeights(whole(), torch, shapes);
    expect(match.missing).toEqual([]);
    expect(match.complete).toBe(true);
    expect(Object.keys(match.arrays)).toEqual(Object.keys(shapes));
    // The kernel from output 3, input 2 at the right pixel: 3 * 6 + 2 * 2 + 1 = 23 goes to [0, 1, 2, 3].
    expect(match.arrays['V1/conv/kernel']!.values[(1 * 3 + 2) * 4 + 3]).toBe(23);
    expect(match.arrays['V1/conv/kernel']!.shape).toEqual([1, 2, 3, 4]);
    expect([...match.arrays['fc1/kernel']!.values]).toEqual([0, 2, 4, 1, 3, 5]);
    expect([...match.arrays['cell/bias']!.values]).toEqual([11, 13]);
    expect([...match.arrays['cell/kernel']!.values]).toEqual([0, 1]);
    expect([...match.arrays['cell/recurrentKernel']!.values]).toEqual([2, 3, 4, 5]);
    expect(matchedNumbers(match)).toBe(24 + 6 + 2 + 2 + 4);
    expect(match.rows.map(({ status }) => status)).toEqual([
      'ignored',
      ...Array<string>(5).fill('matched'),
      'ignored',
      'ignored',
    ]);
    expect(match.rows[0]).toMatchObject({ source: 'optimizer.m', note: 'not below model_state_dict.' });
    expect(completeWeights(match, 'spec')).toBe(match.arrays);
  });

  it('takes the second root where the first is absent, and strips once', () => {
    const { model_state_dict: inner } = whole();
    expect(matchWeights({ state_dict: inner }, torch, shapes).complete).toBe(true);
    expect(matchWeights(inner, torch, shapes).complete).toBe(true);
    const twice = matchWeights({ 'module.module.conv.weight': stored([4, 3, 1, 2]) }, torch, shapes);
    expect(twice.rows[0]).toMatchObject({ status: 'left over', note: 'no rule knows it' });
  });

  it.each([
    ['conv.weight', stored([4, 3, 2, 1]), 'V1/conv/kernel must be [1,2,3,4], got [2,1,3,4]'],
    ['fc1.weight', stored([3]), 'must have 2 axes, got [3]'],
    ['joint', stored([4, 2]), 'must be [3,2], got [4,2]'],
    ['decay', stored([2], 0), 'must be 0 (not learned), got 1'],
    ['fc1.weight', { values: new BigInt64Array(6), shape: [3, 2], dtype: 'I64' } as const, '64 bits'],
  ])('says what is wrong with %s', (name, array, note) => {
    const { model_state_dict: inner } = whole();
    const others = Object.entries(inner).filter(([key]) => key.replace('module.', '') !== name);
    const match = matchWeights(Object.fromEntries([...others, [name, array]]), torch, shapes);
    expect(match.complete).toBe(false);
    expect(match.rows.at(-1)).toMatchObject({ source: name, status: 'wrong' });
    expect(match.rows.at(-1)!.note).toContain(note);
    expect(() => completeWeights(match, 'spec')).toThrow(`wrong ${name}`);
  });

  it('lets aliases be, and no others', () => {
    const { model_state_dict: inner } = whole();
    const alias = matchWeights({ ...inner, 'fc1.weight': stored([3, 2]) }, torch, shapes);
    expect(alias.rows.at(-1)).toMatchObject({ status: 'alias', note: 'the same as module.fc1.weight' });
    expect(alias.complete).toBe(true);
    const other = matchWeights({ ...inner, 'fc1.weight': stored([3, 2], 1) }, torch, shapes);
    expect(other.rows.at(-1)).toMatchObject({ status: 'wrong' });
    expect(other.rows.at(-1)!.note).toContain('fc1/kernel is module.fc1.weight already');
    expect(other.complete).toBe(false);
  });

  it('leaves nothing unsaid: without any one array it is not complete', () => {
    const { model_state_dict: inner } = whole();
    const needed = Object.keys(inner).filter((name) => !/tracked|decay/.test(name));
    fc.assert(
      fc.property(fc.subarray(needed, { minLength: 1 }), (dropped) => {
        const rest = Object.fromEntries(Object.entries(inner).filter(([name]) => !dropped.includes(name)));
        const match = matchWeights(rest, torch, shapes);
        expect(match.complete).toBe(false);
        expect(match.missing.length).toBeGreaterThan(0);
        expect(() => completeWeights(match, 'spec')).toThrow(`missing ${match.missing[0]}`);
      }),
    );
  });

  it('says which parameter the model does not have', () => {
    const { model_state_dict: inner } = whole();
    const match = matchWeights({ ...inner, 'fc2.weight': stored([3, 2]) }, torch, shapes);
    expect(match.rows.at(-1)).toMatchObject({ status: 'left over', note: 'the model has no fc2/kernel' });
    expect(match.complete).toBe(false);
  });

  it('refuses a map whose path names a group that is none', () => {
    const map = { ...torch, rules: [{ from: /fc(\d)\.weight/, to: 'fc$2/kernel' }] };
    expect(() => matchWeights({ 'fc1.weight': stored([1]) }, map, shapes)).toThrow('must name groups of');
  });
});
