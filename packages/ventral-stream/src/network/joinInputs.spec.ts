import {
  createPass,
  createRng,
  disposeTree,
  tf,
  useBackend,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { Join } from '../graph/Join';
import { fitMap } from './fitMap';
import { joinInputs } from './joinInputs';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const pass = createPass({ training: false, rng: createRng(0) });
const flat = (f: () => Tensor): number[] => [...tf.tidy(() => f().dataSync())];

describe('fitMap', () => {
  const row = () => tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
  it.each([
    ['resize', 5, [1, 1.5, 2, 2.5, 3]], // pixel i samples i (3 - 1) / (5 - 1)
    ['nearest', 6, [1, 1, 2, 2, 3, 3]],
    ['cropOrPad', 6, [0, 1, 2, 3, 0, 0]],
    ['cropOrPad', 2, [1, 2]],
    ['tile', 5, [1, 2, 3, 1, 2]],
  ] as const)('gives a map another size by %s, %i', (how, width, values) => {
    expect(flat(() => fitMap(row(), [1, width], how))).toEqual(values);
  });

  it('repeats a vector over a map, and leaves a map of the right size alone', () => {
    expect(flat(() => fitMap(tf.tensor2d([[1, 2]]), [1, 2], 'resize'))).toEqual([1, 2, 1, 2]);
    const map = row();
    expect(fitMap(map, [1, 3], 'tile')).toBe(map);
    map.dispose();
  });
});

describe('joinInputs', () => {
  const site = (
    channels: 'concat' | 'add' | 'multiply',
    others: [string, number[]][],
    feedforward = [1, 2, 1],
    size: z.input<typeof Join>['size'] = 'resize',
  ) => ({
    node: 'n',
    join: Join.parse({ channels, size }),
    feedforward: ['f', feedforward] as const,
    others,
  });
  const feedforward = () => tf.tensor4d([1, 2], [1, 1, 2, 1]);

  it('puts channels behind those of the feed-forward input, one example for all repeated', () => {
    const join = joinInputs(site('concat', [['a', [1, 1, 2]]]));
    expect(join.shape).toEqual([1, 2, 3]);
    const joined = () =>
      join.apply({}, { feedforward: feedforward(), others: [tf.tensor4d([5, 6, 7, 8], [2, 1, 1, 2])], pass });
    expect(flat(joined)).toEqual([1, 5, 6, 2, 5, 6, 1, 7, 8, 2, 7, 8]);
  });

  it('adds and multiplies, through a convolution of one pixel where channels differ', () => {
    const others = () => [tf.tensor4d([3, 4], [1, 1, 2, 1])];
    const applied = (how: 'add' | 'multiply') => () =>
      joinInputs(site(how, [['a', [1, 2, 1]]])).apply(
        {},
        { feedforward: feedforward(), others: others(), pass },
      );
    expect(flat(applied('add'))).toEqual([4, 6]);
    expect(flat(applied('multiply'))).toEqual([3, 8]);
    const matched = joinInputs(site('add', [['a', [1, 2, 2]]]));
    const made = matched.init(createRng(0));
    expect(Object.keys(made)).toEqual(['a']);
    disposeTree(made);
    const params = () => ({ a: { kernel: tf.tensor4d([10, 100], [1, 1, 2, 1]), bias: tf.tensor1d([1000]) } });
    const two = () => [tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2])];
    expect(flat(() => matched.apply(params(), { feedforward: feedforward(), others: two(), pass }))).toEqual([
      1 + 10 + 200 + 1000,
      2 + 30 + 400 + 1000,
    ]);
  });

  it('flattens a map for a vector, and adds one of another length through a dense layer', () => {
    const join = joinInputs(site('concat', [['a', [1, 2, 1]]], [3], 'affine'));
    const joined = () =>
      join.apply({}, { feedforward: tf.tensor2d([[1, 2, 3]]), others: [feedforward()], pass });
    expect(flat(joined)).toEqual([1, 2, 3, 1, 2]);
    const matched = joinInputs(site('add', [['a', [1, 2, 1]]], [1]));
    const params = () => ({ a: { kernel: tf.tensor2d([10, 100], [2, 1]), bias: tf.tensor1d([1000]) } });
    const added = () =>
      matched.apply(params(), { feedforward: tf.tensor2d([[7]]), others: [feedforward()], pass });
    expect(flat(added)).toEqual([7 + 10 + 200 + 1000]);
  });

  /** One further input `a` joined with zeros to which it is added, of the given parameters. */
  const alone = (
    how: z.input<typeof Join>['size'],
    [from, to]: [number[], number[]],
    fit: Tree,
    x: number[],
  ) =>
    flat(() =>
      joinInputs(site('add', [['a', from]], to, how)).apply(
        { a: { fit } },
        {
          feedforward: tf.zeros([1, ...to]),
          others: [tf.tensor(x, [1, ...from])],
          pass,
        },
      ),
    );
  const row = (width: number): number[] => [1, width, 1];

  describe('by an affine map', () => {
    const sampled = (theta: number[], [from, to]: [number[], number[]], x: number[]) => {
      const fit = { kernel: tf.zeros([x.length, 6]), bias: tf.tensor1d(theta) };
      const values = alone('affine', [from, to], fit, x);
      disposeTree(fit);
      return values;
    };

    it('samples where the map says, and 0 outside', () => {
      // The corners' centres are -1 and 1: 1 is a pixel of three, 2 all of them.
      const same = [row(3), row(3)] as [number[], number[]];
      expect(sampled([1, 0, 1, 0, 1, 0], same, [1, 2, 3])).toEqual([2, 3, 0]);
      expect(sampled([1, 0, 0.5, 0, 1, 0], same, [1, 2, 3])).toEqual([1.5, 2.5, 1.5]);
      expect(sampled([-1, 0, 0, 0, 1, 0], same, [1, 2, 3])).toEqual([3, 2, 1]);
      expect(sampled([0.5, 0, 0, 0, 1, 0], same, [1, 2, 3])).toEqual([1.5, 2, 2.5]);
      // Height and width exchanged.
      const square = [[2, 2, 1], [2, 2, 1]] as [number[], number[]]; // prettier-ignore
      expect(sampled([0, 1, 0, 1, 0, 0], square, [1, 2, 3, 4])).toEqual([1, 3, 2, 4]);
    });

    it.each([
      [[2, 3, 1], [4, 7, 1]],
      [[5, 4, 1], [2, 3, 1]],
      [[1, 3, 1], [2, 1, 1]],
    ])('begins as the bilinear resize, %j to %j', (from, to) => {
      const x = Array.from({ length: from[0]! * from[1]! }, (_, index) => Math.sin(index));
      const resized = alone('resize', [from, to], {}, x);
      const layer = joinInputs(site('add', [['a', from]], to, 'affine'));
      const start = layer.init(createRng(0)) as { a: { fit: Tree } };
      alone('affine', [from, to], start.a.fit, x).forEach((value, index) =>
        expect(value).toBeCloseTo(resized[index]!, 6),
      );
      disposeTree(start);
    }); // prettier-ignore

    it('depends on the input itself', () => {
      // theta's shift is the sum of the pixels, 1 for a pixel of three.
      const kernel = tf.tensor2d([0, 1, 2].map(() => [0, 0, 1, 0, 0, 0]));
      const fit = { kernel, bias: tf.tensor1d([1, 0, 0, 0, 1, 0]) };
      expect(alone('affine', [row(3), row(3)], fit, [2, -4, 3])).toEqual([-4, 3, 0]);
      disposeTree(fit);
    });
  });

  describe('by a transposed convolution', () => {
    const convolved = (kernel: number[], widths: [number, number], x: number[]) => {
      const fit = { kernel: tf.tensor4d(kernel, [1, kernel.length, 1, 1]), bias: tf.tensor1d([0.5]) };
      const how = { kind: 'transposed' as const, kernelSize: [1, kernel.length] as [number, number] };
      const values = alone(how, [row(widths[0]), row(widths[1])], fit, x);
      disposeTree(fit);
      return values;
    };

    it('puts the kernel, turned, wherever the smaller map has a pixel', () => {
      // Two steps of 2; SAME pads the larger map of four by one at the end.
      expect(convolved([1, 10, 100], [2, 4], [1, 2])).toEqual([100.5, 10.5, 201.5, 20.5]);
      // Three of 7: no padding, 0 where no kernel reaches.
      expect(convolved([4], [3, 7], [1, 2, 3])).toEqual([4.5, 0.5, 0.5, 8.5, 0.5, 0.5, 12.5]);
    });

    it('goes by steps over a larger map', () => {
      expect(convolved([1, 10], [4, 2], [1, 2, 3, 4])).toEqual([21.5, 43.5]);
    });

    it('leaves a map of the same size and channels alone', () => {
      const how = { kind: 'transposed' } as const;
      const layer = joinInputs(site('concat', [['a', row(2)]], row(2), how));
      expect([layer.shape, layer.init(createRng(0))]).toEqual([[1, 2, 2], {}]);
    });

    it.each([
      [[1, 5, 1], [1, 7, 1]], // 7 by steps of 2 is 4
      [[2, 4, 1], [4, 2, 1]],
    ])('refuses sizes that no whole steps join, %j and %j', (from, to) => {
      expect(() => joinInputs(site('concat', [['a', from]], to, { kind: 'transposed' }))).toThrow(
        'n: transposed must lead by steps of whole pixels from a to the size of the feed-forward input, ' +
          `got [${from[0]},${from[1]}] and [${to[0]},${to[1]}]`,
      );
    }); // prettier-ignore
  });

  it('makes units of each input whose weights are a mask times those of the channels', () => {
    const layer = joinInputs(site('concat', [['a', [1, 1, 2]]], [1, 2, 1], { kind: 'factored', units: 2 }));
    expect(layer.shape).toEqual([1, 1, 4]);
    const params = () => ({
      f: {
        fit: {
          mask: tf.tensor3d([1, 2, 3, 4], [1, 2, 2]), // of each pixel those of both units
          features: tf.tensor2d([10, 100], [1, 2]),
          bias: tf.tensor1d([0.5, 0.25]),
        },
      },
      a: {
        fit: {
          mask: tf.tensor3d([1, -1], [1, 1, 2]),
          features: tf.tensor2d([1, 2, 3, 4], [2, 2]), // of each channel those of both units
          bias: tf.zeros([2]),
        },
      },
    });
    const joined = () =>
      layer.apply(params(), {
        feedforward: feedforward(),
        others: [tf.tensor4d([5, 6], [1, 1, 1, 2])],
        pass,
      });
    expect(flat(joined)).toEqual([
      (1 * 1 + 3 * 2) * 10 + 0.5,
      (2 * 1 + 4 * 2) * 100 + 0.25,
      5 * 1 + 6 * 3,
      -(5 * 2 + 6 * 4),
    ]);
  });

  it('makes one vector of all inputs', () => {
    const layer = joinInputs(site('concat', [['a', [1, 1, 2]]], [1, 2, 1], 'flatten'));
    expect(layer.shape).toEqual([4]);
    const joined = () =>
      layer.apply({}, { feedforward: feedforward(), others: [tf.tensor4d([5, 6], [1, 1, 1, 2])], pass });
    expect(flat(joined)).toEqual([1, 2, 5, 6]);
  });
});
