import { TrainConfig } from '@goal-driven/core';
import { z } from 'zod';
import { PipelineChoice } from '../augmentation/Pipeline';
import { FrozenEncoder } from '../readout/FrozenEncoder';
import { ReadoutHead } from '../readout/readoutHead';
import { publishedReadouts } from './publishedReadouts';
import { trainingOf } from './publishedTraining';
import { TrainingData } from './TrainingConfig';

/** Rendered objects that are learned from where nothing else is said, as `TrainingData` has them. */
const IMAGES = 8000;

export const LinearReadoutConfig = z
  .strictObject({
    encoder: FrozenEncoder.prefault({ kind: 'random' }),
    readout: ReadoutHead.prefault({ kind: 'linear' }),
    pipeline: PipelineChoice.prefault({}).meta({
      description:
        'What is made of stored images; that of `supervised` at the size of the encoder where left out',
    }),
    data: TrainingData.prefault({ batchSize: publishedReadouts.linear.batchSize }),
    judged: z.int().positive().default(10_000).meta({
      description:
        'Images to learn from by which the finished readout is judged too, as held-out ones are shown',
      unit: 'images',
    }),
    training: TrainConfig.prefault(trainingOf(publishedReadouts.linear, IMAGES)),
  })
  .meta({ title: 'Linear readout of a frozen encoder' });
export type LinearReadoutConfig = z.output<typeof LinearReadoutConfig>;
