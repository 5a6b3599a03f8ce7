import { ConfigError, type Rng } from '@goal-driven/core';
import { createNetwork } from './NetworkChoice';
import {
  heldOutBatches,
  heldOutImages,
  type ImageSource,
  imageStream,
  openImageData,
  requireApart,
} from '@goal-driven/stimuli';
import { categorisation } from '../task/categorisation';
import { stepsOf, type CategorisationConfig, type CategorisationData } from './CategorisationConfig';

type Sources = { readonly train: ImageSource; readonly test: ImageSource };

/** The images of a config: to learn from, and to be judged by. */
export const openSources = ({ train, test }: CategorisationData): Sources => ({
  train: openImageData(train),
  test: openImageData(test),
});

/**
 * What a config makes: A, D and T.
 *
 * @param sources its images, where they are open already
 * @throws ConfigError when the images to learn from and those to be judged by have other classes, or images in common
 */
export function createParts(
  { network, data, task }: Pick<CategorisationConfig, 'network' | 'data' | 'task'>,
  rng: Rng,
  { train, test }: Sources = openSources(data),
) {
  if (String(train.classes) !== String(test.classes))
    throw new ConfigError(
      `createParts: both sets of images must have the same classes, got ${train.classes} and ${test.classes}`,
    );
  requireApart('createParts', data.train, data.test);
  const steps = stepsOf(data);
  const threads = data.threads === undefined ? {} : { threads: data.threads };
  const architecture = createNetwork(network, { size: data.size, classes: train.classes.length });
  const testBatch = Math.min(data.testBatchSize, test.labels.length);
  return {
    architecture,
    task: categorisation(task, architecture),
    stream: imageStream(
      train,
      { batchSize: data.batchSize, steps: steps.train, ...threads },
      rng.child('images'),
    ),
    // One thread is enough for a look now and then, and it must be one at all classes.
    heldOut: heldOutImages(test, { batchSize: testBatch, steps: steps.test, threads: 0, mixed: true }),
    test,
    testBatches: heldOutBatches(test, testBatch),
  };
}
