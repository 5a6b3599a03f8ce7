import { describe, expect, it } from 'vitest';
import { DataError, ndArray, readNpz, writeNpz } from '@goal-driven/core/arrays';
import { table, vector } from './_arrays.fixture';
import { behaviourDataOf, karObjects, takeImages } from './BehaviourData';

const arrays = () => ({ i1: vector(1, 2, 3), ost: vector(100, NaN, 140), obj: vector(1, 10, 3) });

describe('behaviourDataOf', () => {
  it('reads the data under their published names, objects from 0', () => {
    const halves = {
      ost_halves: table([
        [90, 110],
        [NaN, 150],
        [140, 141],
      ]),
    };
    const data = behaviourDataOf(readNpz(writeNpz({ ...arrays(), ...halves }, { compress: false })), 'kar');
    expect([...data.i1.values, ...data.ost!.values, ...data.objects]).toEqual([
      1,
      2,
      3,
      100,
      NaN,
      140,
      0,
      9,
      2,
    ]);
    expect(data.ostHalves!.shape).toEqual([3, 2]);
    expect(data.i1Halves).toBeUndefined();
    expect(karObjects[9]).toBe('zebra');
  });

  it.each([
    ['obj', vector(0, 1, 2), 'obj must be 1 .. 10, got 0 at 0'],
    ['obj', vector(1, 2), 'i1 must be [2], got [3]'],
    ['ost', vector(1, 2), 'ost must be [3], got [2]'],
    ['i1', vector(1, Infinity, 2), 'i1 must be finite or NaN, got one infinite at 1'],
    ['i1_halves', table([[1], [2], [3]]), 'i1Halves must be [3,2], got [3,1]'],
    ['i1', ndArray(Float64Array.of(1, 2, 3), [3, 1]), 'it must hold i1 of 1 axes, got [3,1]'],
  ])('refuses other %s', (field, array, message) => {
    expect(() => behaviourDataOf({ ...arrays(), [field]: array }, 'kar')).toThrow(DataError);
    expect(() => behaviourDataOf({ ...arrays(), [field]: array }, 'kar')).toThrow(`kar: ${message}`);
  });

  it('is synthetic where its file says so, and stays so', () => {
    const synthetic = (flag: object) => behaviourDataOf({ ...arrays(), ...flag }, 'made').synthetic;
    expect([synthetic({ synthetic: vector(1) }), synthetic({ synthetic: vector(0) }), synthetic({})]).toEqual(
      [...[true, false, false]],
    );
    const made = behaviourDataOf({ ...arrays(), synthetic: vector(1) }, 'made');
    expect(takeImages(made, [0, 1]).synthetic).toBe(true);
  });

  it('takes images in the order asked for', () => {
    const data = takeImages(behaviourDataOf(arrays(), 'kar'), [2, 0]);
    expect([...data.i1.values, ...data.ost!.values, ...data.objects]).toEqual([3, 1, 140, 100, 2, 0]);
    expect(() => takeImages(behaviourDataOf(arrays(), 'kar'), [0, 3])).toThrow(
      'kar: images must be in 0 .. 2, got 3',
    );
  });
});
