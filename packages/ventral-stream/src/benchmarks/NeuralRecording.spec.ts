import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, readNpz, writeNpz } from '@goal-driven/core/arrays';
import { parkMiller } from './_arrays.fixture';
import { areasOf, neuralRecording, neuralRecordingOf, takeAreas } from './NeuralRecording';

const arrays = () => ({
  responses: ndArray(Float32Array.from(parkMiller(1, [2, 3, 2, 4]).values), [2, 3, 2, 4]),
  bin_starts: ndArray(Float64Array.of(70, 80), [2]),
  areas: ndArray(Int32Array.of(3, 0, 3, 1), [4]),
  objects: ndArray(BigInt64Array.of(5n, 0n, 2n), [3]),
  categories: ndArray(Int32Array.of(1, 0, 0), [3]),
});

describe('neuralRecordingOf', () => {
  it('reads an NPZ file', () => {
    const recording = neuralRecordingOf(readNpz(writeNpz(arrays(), { compress: true })), 'file');
    expect(recording.responses.shape).toEqual([2, 3, 2, 4]);
    expect([...recording.responses.values]).toEqual([...arrays().responses.values]);
    expect(recording.bins).toEqual([
      { start: 70, end: 80 },
      { start: 80, end: 90 },
    ]);
    expect(recording.areas).toEqual(['aIT', 'V4', 'aIT', 'pIT']);
    expect([...recording.objects, ...recording.categories]).toEqual([5, 0, 2, 1, 0, 0]);
    expect(recording.synthetic).toBe(false);
    const synthetic = ndArray(Uint8Array.of(1), []);
    expect(neuralRecordingOf({ ...arrays(), synthetic }, 'file').synthetic).toBe(true);
  });

  it.each([
    ['responses', ndArray(new Float64Array(24), [2, 3, 4]), 'it must hold responses of 4 axes, got [2,3,4]'],
    ['bin_starts', ndArray(Float64Array.of(70, 90), [2]), 'bin_starts must be 10 ms apart, got 90 at 1'],
    [
      'bin_starts',
      ndArray(Float64Array.of(70), [1]),
      'responses must be [trials, images >= 2, 1 bins, sites]',
    ],
    ['areas', ndArray(Int32Array.of(0, 1, 2, 4), [4]), 'areas must be 0 .. 3, got 4 at 3'],
    ['areas', ndArray(Int32Array.of(0, 1, 2), [3]), 'areas must be of each of 4 sites, got 3'],
    ['objects', ndArray(Float64Array.of(0, 1.5, 2), [3]), 'objects must be whole numbers, got 1.5 at 1'],
    ['objects', ndArray(Int32Array.of(0, -1, 2), [3]), 'objects must be whole numbers from 0'],
    ['categories', ndArray(Int32Array.of(0, 1), [2]), 'categories must be of each of 3 images, got 2'],
  ])('refuses other %s', (field, array, message) => {
    expect(() => neuralRecordingOf({ ...arrays(), [field]: array }, 'file')).toThrow(DataError);
    expect(() => neuralRecordingOf({ ...arrays(), [field]: array }, 'file')).toThrow(`file: ${message}`);
  });

  it('refuses what is absent or infinite', () => {
    const { objects, ...rest } = arrays();
    expect(objects.shape).toEqual([3]);
    expect(() => neuralRecordingOf(rest, 'file')).toThrow('it must hold objects of 1 axes, got nothing');
    expect(() => neuralRecordingOf(Object.create({ ...arrays() }), 'file')).toThrow('got nothing');
    const fields = neuralRecordingOf(arrays(), 'file');
    const infinite = ndArray(new Float64Array(48).fill(-Infinity), [2, 3, 2, 4]);
    expect(() => neuralRecording({ ...fields, responses: infinite })).toThrow(
      'got one infinite at flat index 0',
    );
    const missing = ndArray(new Float64Array(48).fill(NaN), [2, 3, 2, 4]);
    expect(() => neuralRecording({ ...fields, responses: missing })).not.toThrow();
  });
});

describe('takeAreas', () => {
  it('keeps the sites of the areas', () => {
    const recording = neuralRecordingOf(arrays(), 'file');
    expect(areasOf(recording)).toEqual(['V4', 'pIT', 'aIT']);
    const taken = takeAreas(recording, ['aIT', 'pIT']);
    expect(taken.areas).toEqual(['aIT', 'aIT', 'pIT']);
    expect(taken.responses.shape).toEqual([2, 3, 2, 3]);
    const kept = recording.responses.values.filter((_, at) => at % 4 !== 1);
    expect(taken.responses.values).toEqual(kept);
    expect(() => takeAreas(recording, ['cIT'])).toThrow(ConfigError);
  });
});
