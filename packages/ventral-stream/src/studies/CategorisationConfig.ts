import { TrainConfig } from '@goal-driven/core';
import { LearningRuleConfig } from '@goal-driven/learning-rules';
import { z } from 'zod';
import { NetworkChoice } from './NetworkChoice';
import { Augmentation, ImageData, imageBatchFields, objectImages } from '@goal-driven/stimuli';
import { Categorisation } from '../task/categorisation';

export const CategorisationData = z
  .strictObject({
    train: ImageData.prefault({ kind: 'objects', images: 8000 }).meta({
      description: 'Images to learn from',
    }),
    test: ImageData.prefault({ kind: 'objects', first: 8000, images: 1600 }).meta({
      description: 'Images that are never learned from, of the same classes',
    }),
    size: z.int().positive().max(1024).default(64).meta({
      description: 'Height and width of what the network sees',
      unit: 'px',
    }),
    augmentation: Augmentation.optional().meta({
      description: 'From a stored image to what is learned from; resized and normalised where left out',
    }),
    preparation: Augmentation.optional().meta({
      description: 'From a stored image to what is judged; resized and normalised where left out',
    }),
    ...imageBatchFields(32),
  })
  .meta({ title: 'Images' });
export type CategorisationData = z.output<typeof CategorisationData>;

export const CategorisationConfig = z
  .strictObject({
    network: NetworkChoice.prefault({ kind: 'published' }),
    data: CategorisationData.prefault({}),
    task: Categorisation.prefault({}),
    learningRule: LearningRuleConfig.prefault({ kind: 'backpropagation' }),
    training: TrainConfig.prefault({
      steps: 5000,
      optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true },
      schedule: { kind: 'cosine', learningRate: 0.01, steps: 5000 },
    }),
  })
  .meta({ title: 'Categorisation by a convolutional recurrent network' });
export type CategorisationConfig = z.output<typeof CategorisationConfig>;

/** The steps of the images of a config: for learning, and for judging. */
export const stepsOf = ({
  size,
  augmentation,
  preparation,
}: Pick<CategorisationData, 'size' | 'augmentation' | 'preparation'>) => ({
  train: augmentation ?? preparation ?? objectImages(size),
  test: preparation ?? objectImages(size),
});
