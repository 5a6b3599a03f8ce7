import { publishedReadouts } from './publishedReadouts';
import { trainingOf, type PublishedTraining } from './publishedTraining';

/** Images of ImageNet to learn from. */
const IMAGENET = 1_281_167;

const objects = (pixels: number, images: number, held: number, more: object = {}) => ({
  train: { kind: 'objects', images, pixels, variation: ['high'], ...more },
  test: { kind: 'objects', first: images, images: held, pixels, variation: ['high'], ...more },
});

/** Name the folders of images, one for each class: `--set data.train.folder=... --set data.test.folder=...`. */
const folders = { train: { kind: 'imageFolder' }, test: { kind: 'imageFolder' } };

/** A published readout on so many images, with a look at all held-out ones after each epoch. */
function published(readout: PublishedTraining, images: number, held: number) {
  const epoch = Math.floor(images / readout.batchSize);
  const looks = { evaluateEvery: epoch, evaluateBatches: Math.ceil(held / readout.batchSize) };
  return {
    data: { batchSize: readout.batchSize, testBatchSize: readout.batchSize },
    training: { ...trainingOf(readout, images), ...looks, checkpointEvery: epoch, logEvery: 100 },
  };
}

const imagenet = (readout: PublishedTraining) => {
  const { data, training } = published(readout, IMAGENET, 50_000);
  return { data: { ...folders, ...data }, judged: 50_000, training: { ...training, prefetch: 2 } };
};

const cifar10 = published(publishedReadouts.linear, 50_000, 10_000);

const small = (side: number, channels: readonly number[]) => ({
  name: 'mouse-visual/small',
  input: [side, side, 3],
  nodes: channels.map((filters, stage) => ({
    name: `stage${stage + 1}`,
    from: [stage === 0 ? 'input' : `stage${stage}`],
    operations: [
      { op: 'conv', filters, kernelSize: [3, 3], strides: [2, 2], padding: 'same' },
      { op: 'batchNorm', settings: { convention: 'torch' } },
      { op: 'activation', activation: 'relu' },
    ],
  })),
});

/** Partial configurations of `mouse-visual/linear-readout`. */
export const linearReadoutPresets = {
  /**
   * The published readout in a fifth of its epochs, by batches of 48, of a small network as it is drawn, on rendered objects
   * at 32 pixels: minutes. It is the network of the training's `quick`: `--set encoder.kind=run --set encoder.run=...`.
   */
  quick: {
    encoder: { kind: 'random', network: { kind: 'graph', graph: small(32, [32, 64, 128]) } },
    pipeline: { crop: 32 },
    data: { ...objects(32, 1200, 240), batchSize: 48, testBatchSize: 48 },
    training: {
      ...trainingOf(
        {
          ...publishedReadouts.linear,
          ...{ batchSize: 48, epochs: 20, course: { kind: 'step', milestones: [6, 12, 18] } },
        },
        1200,
      ),
      ...{ evaluateEvery: 100, evaluateBatches: 5, checkpointEvery: 100, logEvery: 5 },
    },
  },
  /** CIFAR-10 at 64 pixels; name its folders and the encoder, such as a run of the training's `cifar10SimClrQuick`. */
  cifar10: {
    pipeline: { crop: 64, colours: 'cifar' },
    data: {
      train: { kind: 'cifar10', split: 'train' },
      test: { kind: 'cifar10', split: 'test' },
      ...cifar10.data,
    },
    training: cifar10.training,
  },
  /** As published, on ImageNet; name the folders and the encoder. */
  full: imagenet(publishedReadouts.linear),
  /** RotNet's AlexNet as published, on ImageNet at 224 pixels; name the folders and `encoder.file`. */
  rotNet: {
    encoder: { kind: 'weights', model: 'mouse-visual/alexnet_rotnet_transfer' },
    readout: { kind: 'rotNet' },
    ...imagenet(publishedReadouts.rotNet),
  },
  /** Seconds. */
  smoke: {
    encoder: { kind: 'random', network: { kind: 'graph', graph: small(8, [4, 6]) } },
    pipeline: { crop: 12 },
    data: {
      ...objects(16, 16, 10, { categories: ['Faces', 'Cars'], objects: 2 }),
      batchSize: 4,
      testBatchSize: 4,
      threads: 0,
    },
    training: {
      ...trainingOf({ ...publishedReadouts.linear, batchSize: 4, epochs: 1 }, 16),
      ...{ evaluateEvery: 4, evaluateBatches: 3, checkpointEvery: 2, logEvery: 1 },
    },
  },
};
