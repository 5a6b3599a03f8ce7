import { z } from 'zod';

const count = (value: number, description: string) =>
  z.int().positive().default(value).meta({ description, unit: 'images' });

/** Of a stream's option `threads`. */
export const ImageThreads = z.int().min(0).max(64).optional().meta({
  description: 'Threads that make images; all cores but one, at most 4, where left out',
});

/**
 * How a study that learns from images takes them; `imageStream` and `heldOutImages` do what they say.
 *
 * @param batchSize where a config says nothing
 */
export const imageBatchFields = (batchSize: number) => ({
  batchSize: count(batchSize, 'Images of an update'),
  testBatchSize: count(100, 'Images that are judged together'),
  threads: ImageThreads,
});
