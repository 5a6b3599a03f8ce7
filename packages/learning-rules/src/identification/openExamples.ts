import { ndArray, type Rng } from '@goal-driven/core';
import {
  cifarEvaluation,
  ImageData,
  makeImages,
  openImageData,
  type ImageSource,
} from '@goal-driven/stimuli';
import { shiftedTemplates, type Labelled } from '../credit/shiftedTemplates';
import { spokenWords } from '../tasks/spokenWords';
import type { Examples } from './TrajectoryConfig';

/**
 * The examples of a config, to learn from and to be judged by, each a vector [I].
 *
 * @throws DataError or EnvironmentError where images are asked for that are not there
 */
export function openExamples(examples: Examples, rng: Rng): { train: Labelled; test: Labelled } {
  switch (examples.kind) {
    case 'templates':
      return shiftedTemplates(examples, rng);
    case 'spokenWords':
      return spokenWords(examples, rng);
    case 'cifar10': {
      const open = (split: 'train' | 'test') =>
        firstImages(
          openImageData(ImageData.parse({ kind: 'cifar10', folder: examples.folder, split })),
          examples[split],
        );
      return { train: open('train'), test: open('test') };
    }
  }
}

function firstImages({ pixels, labels }: ImageSource, most: number): Labelled {
  const count = Math.min(most, labels.length);
  const indices = Array.from({ length: count }, (_, index) => index);
  const { images } = makeImages(pixels, cifarEvaluation(), { indices, rng: '0' }); // draws nothing
  const { values } = images!; // which every look has
  return {
    images: ndArray(values, [count, values.length / count]),
    labels: ndArray(
      Int32Array.from(indices, (index) => labels[index]!),
      [count],
    ),
  };
}
