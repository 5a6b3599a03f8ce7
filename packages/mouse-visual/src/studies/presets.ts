const sgd = { kind: 'sgd', momentum: 0.9 } as const;
const decay = (rate: number) => ({ kind: 'l2', rate }) as const;
const cosine = (steps: number, learningRate: number) =>
  ({
    kind: 'warm-up',
    steps: Math.ceil(steps / 20),
    then: { kind: 'cosine', learningRate, steps },
  }) as const;

/** A small stack of three convolutions, to embed in `side` features a pixel. */
const smallGraph = (side: number, channels: readonly number[]) => ({
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

const objects = (pixels: number, images: number) => ({
  train: { kind: 'objects', images, pixels, variation: ['high'] },
  test: {
    kind: 'objects',
    first: images,
    images: Math.floor(images / 5),
    pixels,
    variation: ['high'],
  },
});

/** Name the folder of CIFAR-10's binary version: `--set data.train.folder=... --set data.test.folder=...`. */
const cifar = {
  train: { kind: 'cifar10', split: 'train' },
  test: { kind: 'cifar10', split: 'test' },
};

/** AdamW: of few updates each must count, whatever the scale of its gradient. */
const few = (steps: number, learningRate: number) => ({
  steps,
  optimizer: { kind: 'adamw' },
  schedule: cosine(steps, learningRate),
  logEvery: 5,
  evaluateEvery: steps,
  checkpointEvery: 100,
  keepLast: 1,
});

/** Partial configurations of `mouse-visual/training`. */
export const presets = {
  /** SimCLR by a small network on rendered objects at 32 pixels: minutes on two cores. */
  quick: {
    network: { kind: 'graph', graph: smallGraph(32, [32, 64, 128]) },
    objective: { kind: 'simClr', hidden: 256, embedding: 64 },
    // MoCo's milder views: of SimCLR's own little is left at 32 pixels.
    pipeline: { name: 'moCo', crop: 32 },
    data: { ...objects(32, 1200), batchSize: 48 },
    readout: { samples: 600 },
    training: {
      steps: 120,
      optimizer: { kind: 'adam-torch' },
      schedule: cosine(120, 0.002),
      evaluateEvery: 60,
      checkpointEvery: 60,
      logEvery: 5,
    },
  },
  /** AlexNet with batch norm at 64 pixels, SimCLR on CIFAR-10. */
  cifar10SimClr: {
    network: { kind: 'published', name: 'mouse-visual/alexnet_bn_simclr_64x64' },
    objective: { kind: 'simClr' },
    pipeline: { crop: 64, colours: 'cifar' },
    data: { ...cifar, batchSize: 256 },
    training: {
      steps: 4000,
      optimizer: sgd,
      schedule: cosine(4000, 0.06),
      weightDecay: decay(1e-4),
      evaluateEvery: 400,
      checkpointEvery: 400,
    },
  },
  /** The StreamNet of two streams at 64 pixels, instance recognition on CIFAR-10. */
  cifar10Instances: {
    network: { kind: 'published', name: 'mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir' },
    objective: { kind: 'instanceRecognition', negatives: 1024 },
    pipeline: { crop: 64, colours: 'cifar' },
    data: { ...cifar, batchSize: 256 },
    training: {
      steps: 4000,
      optimizer: sgd,
      schedule: cosine(4000, 0.03),
      weightDecay: decay(5e-4),
      evaluateEvery: 400,
      checkpointEvery: 400,
    },
  },
  /**
   * The same network and objective in half an hour of one core: fewer updates of smaller batches by AdamW, and MoCo's
   * milder views, of which a network learns sooner. At five times the rate it learns hardly anything (README).
   */
  cifar10SimClrQuick: {
    network: { kind: 'published', name: 'mouse-visual/alexnet_bn_simclr_64x64' },
    objective: { kind: 'simClr' },
    pipeline: { name: 'moCo', crop: 64, colours: 'cifar' },
    data: { train: cifar.train, test: { ...cifar.test, limit: 2000 }, batchSize: 64 },
    readout: {
      layers: ['features.10', 'features.13', 'features.17', 'classifier.7'],
      places: 'mean',
      samples: 2000,
    },
    training: few(1200, 2e-4),
  },
  /**
   * The same for instance recognition; of fewer images, so that the bank is filled and met several times, with normalised
   * embeddings, so that it is not filled with one direction, and at a higher temperature: at the published 0.07 what
   * embeddings have in common is repelled the more the more of the bank has it, and the loss rises from 8 to 37.
   */
  cifar10InstancesQuick: {
    network: { kind: 'published', name: 'mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir' },
    objective: { kind: 'instanceRecognition', negatives: 512, normalised: true, temperature: 0.2 },
    pipeline: { crop: 64, colours: 'cifar' },
    data: {
      train: { ...cifar.train, limit: 10_000 },
      test: { ...cifar.test, limit: 2000 },
      batchSize: 64,
    },
    readout: { layers: ['VISpor', 'avgpool'], places: 'mean', samples: 2000 },
    training: few(2400, 5e-4),
  },
  /**
   * The best published model as it was trained: instance recognition by AlexNet with batch norm on ImageNet at 64
   * pixels, 200 epochs of 5004 updates. Name the folders: `--set data.train.folder=...`.
   */
  full: {
    network: { kind: 'published', name: 'mouse-visual/alexnet_bn_ir_64x64_input_pool_6' },
    objective: { kind: 'instanceRecognition' },
    data: {
      train: { kind: 'imageFolder' },
      test: { kind: 'imageFolder' },
      batchSize: 256,
      testBatchSize: 256,
    },
    readout: { samples: 50_000 },
    training: {
      steps: 200 * 5004,
      optimizer: sgd,
      schedule: {
        kind: 'by-epoch',
        learningRate: 0.003,
        updates: 5004,
        course: { kind: 'step', milestones: [120, 160] },
      },
      weightDecay: decay(5e-4),
      logEvery: 100,
      evaluateEvery: 5004,
      evaluateBatches: 20,
      checkpointEvery: 5004,
      prefetch: 2,
    },
  },
  /**
   * The published model of the maze as it was trained, on as many frames as ImageNet has images, which an animal of ours
   * sees on its walks: for a GPU. What is read out is how far away the wall ahead is, in mazes of which none was walked.
   */
  maze: {
    network: { kind: 'published', name: 'mouse-visual/alexnet_ir_dmlocomotion' },
    objective: { kind: 'instanceRecognition' },
    pipeline: { name: 'instanceRecognitionMaze' },
    data: {
      train: { kind: 'maze', mazes: 5005, images: 1_281_167 },
      test: { kind: 'maze', firstMaze: 5005, mazes: 100, images: 10_000, steps: 100 },
      batchSize: 256,
      testBatchSize: 256,
    },
    readout: { samples: 20_000 },
    training: {
      steps: 200 * 5004,
      optimizer: sgd,
      schedule: {
        kind: 'by-epoch',
        learningRate: 0.003,
        updates: 5004,
        course: { kind: 'step', milestones: [120, 160] },
      },
      weightDecay: decay(5e-4),
      logEvery: 100,
      evaluateEvery: 5004,
      evaluateBatches: 20,
      checkpointEvery: 5004,
      prefetch: 2,
    },
  },
  /** The same by a small network on few frames of 32 pixels, with the changes of `cifar10InstancesQuick`. */
  mazeQuick: {
    network: { kind: 'graph', graph: smallGraph(32, [32, 64, 128]) },
    objective: { kind: 'instanceRecognition', negatives: 512, normalised: true, temperature: 0.2 },
    pipeline: { name: 'instanceRecognitionMaze', crop: 32 },
    data: {
      train: { kind: 'maze', view: { pixels: 32 }, mazes: 64, steps: 32, stride: 8, images: 2048 },
      test: {
        kind: 'maze',
        view: { pixels: 32 },
        firstMaze: 64,
        mazes: 16,
        steps: 32,
        stride: 8,
        images: 512,
      },
      batchSize: 64,
    },
    readout: { places: 'mean', samples: 2048 },
    training: few(480, 1e-3),
  },
  /** Seconds. */
  smoke: {
    network: { kind: 'graph', graph: smallGraph(8, [4, 6]) },
    objective: { kind: 'simClr', hidden: 8, embedding: 4 },
    pipeline: { crop: 12 },
    data: {
      train: { kind: 'objects', categories: ['Faces', 'Cars'], objects: 2, images: 16, pixels: 16 },
      test: { kind: 'objects', categories: ['Faces', 'Cars'], objects: 2, first: 16, images: 8, pixels: 16 },
      batchSize: 4,
      testBatchSize: 4,
      threads: 0,
    },
    readout: { samples: 12, neighbours: 3 },
    training: {
      steps: 3,
      optimizer: sgd,
      schedule: { kind: 'constant', learningRate: 0.01 },
      logEvery: 1,
      evaluateEvery: 3,
      checkpointEvery: 3,
    },
  },
};
