import { stat } from 'node:fs/promises';
import { DataError, readNpzFile } from '@goal-driven/core';
import { neuralRecordingOf, type NeuralRecording } from '../benchmarks/NeuralRecording';

/** Node reads no longer file at once: 2 GiB less a byte. The responses are then held as doubles. */
export const MOST_BYTES = 2 ** 31 - 1;

/**
 * The recording of an NPZ file (`neuralRecordingOf`) that has a row for each image.
 *
 * 5760 images at 26 bins of 256 sites are 153 MB for each repeat in single precision: 14 repeats fit.
 *
 * @param images how many were shown
 * @throws DataError for a file of more than 2^31 - 1 bytes, or one that would inflate to more, for other images, and what
 *   `neuralRecordingOf` throws; EnvironmentError when the file cannot be read
 */
export async function readRecording(path: string, images: number): Promise<NeuralRecording> {
  const size = await sizeOf(path);
  if (size > MOST_BYTES)
    throw new DataError(
      `${path}: a recording must be at most ${MOST_BYTES} bytes, got ${size}; store responses as float32, average ` +
        'repeats into fewer, or make a file of each session or area',
    );
  const recording = neuralRecordingOf(await readNpzFile(path, { maxBytes: MOST_BYTES }), path);
  if (recording.objects.length !== images)
    throw new DataError(
      `${path}: there must be a row for each of ${images} images, got ${recording.objects.length}`,
    );
  return recording;
}

/** 0 where there is no such file: reading it says so. */
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
