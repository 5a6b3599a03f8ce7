const warm = (steps: number, learningRate: number) => ({
  kind: 'warm-up' as const,
  steps: Math.min(50, Math.ceil(steps / 10)),
  then: { kind: 'cosine' as const, learningRate, steps, final: learningRate / 100 },
});

const sgd = { kind: 'sgd', momentum: 0.9, nesterov: true } as const;

/** Partial configurations of `ventral-stream/categorisation`. */
export const presets = {
  /** Four categories of rendered objects at 32 pixels: minutes on two cores. */
  quick: {
    network: {
      kind: 'published',
      name: 'rgc_shallow',
      width: 0.125,
      presentation: { mode: 'constant', timesteps: 10 },
    },
    data: {
      train: {
        kind: 'objects',
        categories: ['Faces', 'Cars', 'Planes', 'Chairs'],
        images: 2400,
        variation: ['low', 'medium'],
        pixels: 32,
      },
      test: {
        kind: 'objects',
        categories: ['Faces', 'Cars', 'Planes', 'Chairs'],
        first: 2400,
        images: 400,
        variation: ['low', 'medium'],
        pixels: 32,
      },
      size: 32,
    },
    training: {
      steps: 400,
      optimizer: sgd,
      schedule: warm(400, 0.02),
      evaluateEvery: 100,
      checkpointEvery: 100,
    },
  },
  /** All eight categories at 64 pixels, with the published presentation. */
  objects: {
    network: { kind: 'published', name: 'rgc_shallow', width: 0.25 },
    training: {
      steps: 5000,
      optimizer: sgd,
      schedule: warm(5000, 0.01),
      evaluateEvery: 500,
      evaluateBatches: 4,
      checkpointEvery: 500,
    },
  },
  /** CIFAR-10 at 64 pixels; name its folder: `--set data.train.folder=... --set data.test.folder=...`. */
  cifar10: {
    network: { kind: 'published', name: 'rgc_shallow', width: 0.25 },
    data: {
      train: { kind: 'cifar10', split: 'train' },
      test: { kind: 'cifar10', split: 'test' },
      size: 64,
      augmentation: [
        { kind: 'padCrop' },
        { kind: 'flip' },
        { kind: 'resize', size: 64 },
        { kind: 'normalise', mean: [0.4914, 0.4822, 0.4465], sd: [0.247, 0.2435, 0.2616] },
      ],
      preparation: [
        { kind: 'resize', size: 64 },
        { kind: 'normalise', mean: [0.4914, 0.4822, 0.4465], sd: [0.247, 0.2435, 0.2616] },
      ],
    },
    training: {
      steps: 2500,
      optimizer: sgd,
      schedule: warm(2500, 0.01),
      evaluateEvery: 312,
      evaluateBatches: 20,
      checkpointEvery: 312,
    },
  },
  /** The published size and settings, as far as they are known; folders of ImageNet: `--set data.train.folder=...`. */
  imagenet: {
    network: { kind: 'published', name: 'rgc_intermediate' },
    data: {
      train: { kind: 'imageFolder' },
      test: { kind: 'imageFolder' },
      size: 224,
      batchSize: 256,
      augmentation: [{ kind: 'randomResizedCrop', size: 224 }, { kind: 'flip' }, { kind: 'normalise' }],
      preparation: [{ kind: 'evaluationCrop' }, { kind: 'normalise' }],
    },
    training: {
      steps: 450_000,
      optimizer: sgd,
      schedule: { kind: 'step', learningRate: 0.1, milestones: [150_000, 300_000] },
      evaluateEvery: 5000,
      checkpointEvery: 5000,
    },
  },
  smoke: {
    network: { kind: 'published', name: 'rgc_shallow', width: 0.03 },
    data: {
      train: { kind: 'objects', categories: ['Faces', 'Cars'], objects: 1, images: 8, pixels: 16 },
      test: { kind: 'objects', categories: ['Faces', 'Cars'], objects: 1, first: 8, images: 6, pixels: 16 },
      size: 16,
      batchSize: 4,
      testBatchSize: 4,
      threads: 0,
    },
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
