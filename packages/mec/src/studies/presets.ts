/** Partial configurations of `mec/path-integration`; the defaults of its schema are the published ones. */
export const presets = {
  published: {},
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
    evaluation: { batches: 40 },
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
