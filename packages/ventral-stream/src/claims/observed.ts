import { ConfigError, DataError, readNpzFile, type Rng } from '@goal-driven/core';
import { behaviourDataOf, karObjects, type BehaviourData } from '../benchmarks/BehaviourData';
import { imageFolder, type ImageSource } from '@goal-driven/stimuli';
import { renderedObserver } from './renderedObserver';
import type { TimesClaimConfig } from './TimesClaimConfig';

/** Images, and what an observer did with them. */
export type ObservedImages = { readonly source: ImageSource; readonly behaviour: BehaviourData };

/**
 * The images that solution times are asked of, and the observer: recorded, or synthetic on the test images at hand.
 *
 * @param test the images of `base.data.test`
 * @throws ConfigError for a synthetic observer of images that are not rendered, DataError for recordings of other images
 *   than those in the folder, EnvironmentError for files that cannot be read
 */
export async function observedImages(
  { recordings, observer, base }: TimesClaimConfig,
  test: ImageSource,
  rng: Rng,
): Promise<ObservedImages> {
  if (recordings === undefined) {
    const { test: config } = base.data;
    if (config.kind !== 'objects')
      throw new ConfigError(
        `claims: base.data.test must be rendered objects for a synthetic observer, got ${config.kind}`,
      );
    return { source: test, behaviour: renderedObserver(observer, config, rng.child('observer')) };
  }
  const source = imageFolder(recordings.images);
  const behaviour = behaviourDataOf(await readNpzFile(recordings.behaviour), recordings.behaviour);
  requireSameImages(source, behaviour);
  return { source, behaviour };
}

/** @throws DataError unless there is an image for each row, and its folder is named as the row's object */
export function requireSameImages({ classes, labels }: ImageSource, { name, objects }: BehaviourData): void {
  if (labels.length !== objects.length)
    throw new DataError(
      `${name}: there must be a row for each of ${labels.length} images, got ${objects.length}`,
    );
  const wrong = objects.findIndex((object, image) => karObjects[object] !== classes[labels[image]!]);
  if (wrong >= 0)
    throw new DataError(
      `${name}: obj must be as the folders of images say, got ${karObjects[objects[wrong]!]} for image ${wrong}, ` +
        `of ${classes[labels[wrong]!]}`,
    );
}

/** The observer in words, as findings and figures name it. */
export const observerOf = ({ synthetic }: BehaviourData): string =>
  synthetic ? 'synthetic observer' : 'recorded observer';
