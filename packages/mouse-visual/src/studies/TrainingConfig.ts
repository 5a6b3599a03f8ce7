import { TrainConfig } from '@goal-driven/core';
import { ImageData, imageBatchFields } from '@goal-driven/stimuli';
import { z } from 'zod';
import { PipelineChoice } from '../augmentation/Pipeline';
import { TaskConfig } from '../tasks/TaskConfig';
import { NetworkChoice } from './NetworkChoice';

const count = (description: string) => z.int().positive().meta({ description, unit: 'images' });

export const TrainingData = z
  .strictObject({
    train: ImageData.prefault({ kind: 'objects', images: 8000 }).meta({
      description: 'Images to learn from',
    }),
    test: ImageData.prefault({ kind: 'objects', first: 8000, images: 1600 }).meta({
      description: 'Images that are never learned from, of the same classes',
    }),
    ...imageBatchFields(64),
  })
  .meta({ title: 'Images' });

export const Readout = z
  .strictObject({
    layers: z
      .array(z.string().min(1))
      .max(64)
      .default([])
      .meta({
        description:
          'Layers whose activity is read, beside or instead of `output`; where there is none, the output, or the ' +
          'code of a network that makes images',
      }),
    places: z
      .enum(['all', 'mean'])
      .default('all')
      .meta({
        description:
          'Of a layer that is a map, whether the readouts see every place, or the mean of all places, as many features ' +
          'as the map has channels',
      }),
    samples: count('Images to learn from that the readouts are fitted to').default(2000),
    neighbours: z.int().positive().default(10).meta({ description: 'Nearest images that vote' }),
    cost: z
      .number()
      .positive()
      .default(0.01)
      .meta({ description: 'Weight of the loss of the linear probe against its penalty' }),
  })
  .meta({ title: 'Readouts of classes' });

export const TrainingConfig = z
  .strictObject({
    network: NetworkChoice.prefault({ kind: 'published' }),
    objective: TaskConfig.prefault({ kind: 'instanceRecognition' }),
    pipeline: PipelineChoice.prefault({}).meta({
      description: "What is made of stored images; the objective's and the network's own where left out",
    }),
    data: TrainingData.prefault({}),
    readout: Readout.prefault({}),
    training: TrainConfig.prefault({
      steps: 5000,
      optimizer: { kind: 'sgd', momentum: 0.9 },
      schedule: { kind: 'cosine', learningRate: 0.03, steps: 5000 },
      weightDecay: { kind: 'l2', rate: 5e-4 },
    }),
  })
  .meta({ title: 'Training of a model of mouse visual cortex' });
export type TrainingConfig = z.output<typeof TrainingConfig>;
