import { ConfigError, TrainConfig } from '@goal-driven/core';
import type { z } from 'zod';
import type { TaskConfig } from '../tasks/TaskConfig';

type Course = Extract<z.input<typeof TrainConfig>['schedule'], { kind: 'by-epoch' }>['course'];

/** How a family of models was trained. */
export type PublishedTraining = {
  /** Images of an update. */
  readonly batchSize: number;
  readonly epochs: number;
  readonly optimizer: 'sgd' | 'nesterov' | 'lars' | 'adam';
  readonly learningRate: number;
  /** Of the tensors that LARS leaves out, biases above all; as the others where left out. */
  readonly excludedRate?: number;
  /** Of all parameters by descent, of those that LARS does not leave out by LARS. */
  readonly weightDecay: number;
  readonly course: Course;
  readonly warmUp?: { readonly epochs: number; readonly from: number };
};

const steps = (...milestones: number[]): Course => ({ kind: 'step', milestones });
const cosine = (epochs: number): Course => ({ kind: 'cosine', epochs });
const slowly = { epochs: 10, from: 1e-4 };

/**
 * By objective, the settings of its StreamNet of two streams (relative location, Barlow Twins and VICReg: of the only
 * ones there are, ResNets and AlexNet with batch norm). Those of other networks differ in rate, decay, batch or optimiser:
 * `publishedFamilies` has them.
 *
 * Learning rates of Barlow Twins and VICReg, and the epochs of the first, are not published: these are the official
 * implementations' of those objectives, 0.2 for 256 images, 8 times as much for 2048; of biases 0.0048 in Barlow Twins.
 *
 * @source Nayebi et al. 2023, methods and configurations
 */
export const publishedTraining: { readonly [kind in TaskConfig['kind']]: PublishedTraining } = {
  supervised: sgd({ learningRate: 0.01, epochs: 100, course: steps(30, 60, 90) }),
  instanceRecognition: sgd({ learningRate: 0.03, epochs: 200, course: steps(120, 160) }),
  moCo: sgd({ learningRate: 0.06, epochs: 200, course: cosine(200), batchSize: 512 }),
  simClr: lars({ learningRate: 4.8, epochs: 200, batchSize: 4096 }),
  simSiam: sgd({ learningRate: 0.1, epochs: 100, course: cosine(100), batchSize: 512, weightDecay: 1e-4 }),
  barlowTwins: lars({ learningRate: 0.2 * 8, excludedRate: 0.0048 * 8, epochs: 1000, batchSize: 2048 }),
  vicReg: lars({ learningRate: 0.2 * 8, epochs: 1000, batchSize: 2048 }),
  rotNet: {
    ...sgd({ learningRate: 0.01, epochs: 50, course: steps(15, 30, 45), batchSize: 192 }),
    optimizer: 'nesterov',
  },
  relativeLocation: {
    ...sgd({ learningRate: 0.2, epochs: 70, course: steps(30, 50), batchSize: 512, weightDecay: 1e-4 }),
    warmUp: { epochs: 5, from: 0.1 },
  },
  autoencoding: sgd({ learningRate: 0.01, epochs: 100, course: steps(30, 60, 90) }),
  depthPrediction: sgd({ learningRate: 1e-4, epochs: 50, course: steps(15, 30, 45), weightDecay: 1e-4 }),
};

type Own = Partial<PublishedTraining> & Pick<PublishedTraining, 'learningRate' | 'epochs'>;

function sgd(own: Own & { readonly course: Course }): PublishedTraining {
  return { batchSize: 256, optimizer: 'sgd', weightDecay: 5e-4, ...own };
}

function lars(own: Own & { readonly batchSize: number }): PublishedTraining {
  return { optimizer: 'lars', weightDecay: 1e-6, course: cosine(own.epochs), warmUp: slowly, ...own };
}

/**
 * A published training of core's on a number of images.
 *
 * @param images to learn from, those that fill no batch left out as in the original
 * @throws ConfigError for fewer images than a batch
 */
export function trainingOf(
  {
    batchSize,
    epochs,
    optimizer,
    learningRate,
    excludedRate,
    weightDecay,
    course,
    warmUp,
  }: PublishedTraining,
  images: number,
): TrainConfig {
  const updates = Math.floor(images / batchSize);
  if (updates < 1)
    throw new ConfigError(`trainingOf: images must fill a batch of ${batchSize}, got ${images}`);
  return TrainConfig.parse({
    steps: epochs * updates,
    optimizer: optimizerOf(),
    schedule: { kind: 'by-epoch', learningRate, updates, course, ...(warmUp && { warmUp }) },
    ...(optimizer !== 'lars' && { weightDecay: { kind: 'l2', rate: weightDecay } }),
  });

  function optimizerOf(): z.input<typeof TrainConfig>['optimizer'] {
    switch (optimizer) {
      case 'lars':
        return { kind: 'lars', weightDecay, excludedRate: (excludedRate ?? learningRate) / learningRate };
      case 'adam':
        return { kind: 'adam-torch' };
      default:
        return { kind: 'sgd', momentum: 0.9, nesterov: optimizer === 'nesterov' };
    }
  }
}
