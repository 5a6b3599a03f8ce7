/** What the two forms of the network of Banino et al. 2018 have in common; its walks are those of this study. */
const banino = {
  task: { loss: 'placeAndHeading' },
  placeCells: { count: 256, code: 'gaussian', centres: 'random' },
  timesteps: 100,
  training: {
    steps: 1_000_000,
    optimizer: { kind: 'rmsprop', momentum: 0.9 },
    clip: { kind: 'value', value: 1e-5 },
  },
};

/**
 * What the two reference networks have in common. The task's gradients are smaller than Adam's usual epsilon, and than
 * those of the usual decay: a network that is to learn in minutes needs both of them lower.
 */
const reference = ({
  steps,
  learningRate,
  decay,
}: {
  readonly steps: number;
  readonly learningRate: number;
  readonly decay: number;
}) => ({
  batchSize: 50,
  task: { loss: 'placeCells', decay: { of: 'recurrent', rate: decay } },
  training: {
    steps,
    optimizer: { kind: 'adam', epsilon: 1e-12 },
    schedule: {
      kind: 'warm-up',
      steps: 50,
      then: { kind: 'cosine', learningRate, steps: steps - 50, final: learningRate / 100 },
    },
    evaluateEvery: 250,
    checkpointEvery: 250,
  },
  evaluation: { batches: 40, longerPaths: {} },
});

/** Partial configurations of `mec/path-integration`; the defaults of its schema are the published ones. */
export const presets = {
  published: {},
  'published-1m': { arena: { width: 1, height: 1 } },
  'published-position': { task: { loss: 'position' } },
  'published-cues': { cues: { kind: 'rectangles' } },
  'published-reward': { reward: {} },
  'published-track': { arena: { kind: 'track' } },
  untrained: { training: { steps: 0 } },
  sorscher: { network: { cell: 'rnn' } },
  banino: {
    ...banino,
    network: { cell: 'banino' },
    placeCells: { ...banino.placeCells, sigma: 0.01 },
    batchSize: 10,
    training: { ...banino.training, schedule: { kind: 'constant', learningRate: 1e-5 } },
  },
  'banino-square': {
    ...banino,
    network: { cell: 'banino', bottleneck: 512 },
    placeCells: { ...banino.placeCells, sigma: 0.05 },
    batchSize: 100,
    training: { ...banino.training, schedule: { kind: 'constant', learningRate: 1e-2 } },
  },
  quick: {
    placeCells: { count: 256, sigma: 0.2 },
    batchSize: 100,
    network: { units: 128 },
    training: {
      steps: 1500,
      schedule: {
        kind: 'warm-up',
        steps: 50,
        then: { kind: 'cosine', learningRate: 3e-3, steps: 1450, final: 6e-5 },
      },
      evaluateEvery: 100,
      checkpointEvery: 250,
    },
    evaluation: { batches: 40, longerPaths: { batches: 10 } },
  },
  /** The network that comes with the package. */
  reference: {
    ...reference({ steps: 2500, learningRate: 3e-3, decay: 1e-6 }),
    placeCells: { count: 512, sigma: 0.2 },
    network: { units: 256 },
  },
  'reference-512': {
    ...reference({ steps: 1500, learningRate: 2e-3, decay: 1e-8 }),
    network: { units: 512 },
  },
  smoke: {
    placeCells: { count: 16, sigma: 0.4 },
    timesteps: 5,
    batchSize: 8,
    network: { units: 6 },
    training: {
      steps: 3,
      schedule: { kind: 'constant', learningRate: 3e-3 },
      logEvery: 1,
      evaluateEvery: 3,
      checkpointEvery: 3,
    },
    evaluation: { batches: 2, batchSize: 20, binWidth: 0.22, shownMaps: 3, shownPaths: 2 },
  },
};
