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

/** Rises over 100 updates to 2e-3, then falls to a hundredth of that. */
const riseAndFall = (steps: number) => ({
  kind: 'warm-up',
  steps: 100,
  then: { kind: 'cosine', learningRate: 2e-3, steps: steps - 100, final: 2e-5 },
});

/** What the network that the package ships and its larger twin have in common; an hour of one core or less. */
const reference = {
  batchSize: 100,
  training: { steps: 6000, schedule: riseAndFall(6000), evaluateEvery: 200, checkpointEvery: 500 },
  evaluation: { batches: 40, longerPaths: {} },
};

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
    evaluation: { batches: 40, longerPaths: {} },
  },
  /** Small enough to ship. */
  reference: { ...reference, network: { units: 384 } },
  'reference-512': { ...reference, network: { units: 512 } },
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
