import type { PublishedTraining } from './publishedTraining';

const linear: PublishedTraining = {
  batchSize: 256,
  epochs: 100,
  optimizer: 'sgd',
  learningRate: 0.1,
  weightDecay: 1e-9,
  course: { kind: 'step', milestones: [30, 60, 90] },
};

/**
 * How the readouts of ImageNet's classes were trained, momentum .9, decay of weights and biases alike: of any frozen
 * encoder, of some earlier ones, and of RotNet's AlexNet. `trainingOf` makes core's training of one.
 *
 * @source Nayebi et al. 2023, methods and configurations
 */
export const publishedReadouts: { readonly [name in 'linear' | 'earlier' | 'rotNet']: PublishedTraining } = {
  linear,
  earlier: { ...linear, epochs: 90, course: { kind: 'step', milestones: [30, 60] } },
  rotNet: {
    batchSize: 192,
    epochs: 35,
    optimizer: 'sgd',
    learningRate: 0.01,
    weightDecay: 5e-4,
    course: { kind: 'step', milestones: [5, 15, 25] },
  },
};
