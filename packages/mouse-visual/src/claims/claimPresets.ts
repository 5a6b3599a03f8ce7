/** Seconds. */
const smokeProbes = {
  scenes: { images: 160, pixels: 32, objects: 4, categories: ['Faces', 'Planes'], variation: ['high'] },
  heldOut: { objects: 1 },
  textures: { images: 48, pixels: 32 },
  splits: 1,
  folds: 2,
  costs: [1e-3],
  numberCosts: [1e-3],
  standardise: true,
};

/** Probes of minutes: one split, one cost, features standardised so that the cost suits all layers alike. */
export const quickProbes = {
  scenes: { images: 1200, pixels: 32 },
  textures: { images: 320, pixels: 32 },
  splits: 1,
  costs: [1e-3],
  numberCosts: [1e-3],
  standardise: true,
};

/** What all claims about encoders train in `smoke`. */
const smokeEncoders = {
  seeds: [0, 1],
  width: 0.05,
  pixels: 32,
  scenes: { images: 32, objects: 2, pixels: 32 },
  batchSize: 8,
  steps: 2,
  negatives: 8,
  embedding: 8,
  threads: 0,
};

/**
 * Networks of an eighth of the channels that see images of 32 pixels: minutes. SimCLR with MoCo's milder views: a bank of
 * so few images follows what it is to repel, and instance recognition collapses. Updates, images and rate were chosen by
 * SimCLR's loss of held-out scenes alone: 3.9 after 400 updates, where equal embeddings give 4.84 (ln 127).
 */
export const quickEncoders = {
  width: 0.125,
  pixels: 32,
  contrastive: 'simClr',
  contrastiveViews: 'moCo',
  scenes: { images: 2048, pixels: 32 },
  batchSize: 64,
  steps: 512,
  learningRate: 0.001,
  embedding: 32,
  threads: 1,
};

/** Published sizes on two hundred times as many scenes: for a GPU. */
const fullEncoders = {
  streams: 'dual',
  width: 1,
  scenes: { images: 200_000, objects: 64 },
  batchSize: 256,
  steps: 80_000,
  negatives: 4096,
  embedding: 128,
};

/** Partial configurations of the claims about generality. */
export const encoderPresets = {
  quick: { ...quickEncoders, probes: quickProbes },
  full: fullEncoders,
  smoke: { ...smokeEncoders, probes: smokeProbes },
};
