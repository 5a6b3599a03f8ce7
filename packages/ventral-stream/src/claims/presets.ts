import { presets } from '../studies/presets';

/** Updates of a shallow network, and of an intermediate one, which takes ten times as long for one. */
const UPDATES = { shallow: 300, intermediate: 100 };

/** Four categories at three amounts of variation, 32 pixels. */
const objects = {
  kind: 'objects',
  categories: ['Faces', 'Cars', 'Planes', 'Chairs'],
  variation: ['low', 'medium', 'high'],
  pixels: 32,
};

const quick = (steps: number) => ({
  seeds: [0, 1, 2],
  width: 0.1,
  base: {
    data: {
      train: { ...objects, images: 1600 },
      test: { ...objects, first: 1600, images: 400 },
      size: 32,
      threads: 0,
    },
    training: {
      steps,
      optimizer: { kind: 'adam' },
      schedule: {
        kind: 'warm-up',
        steps: 30,
        then: { kind: 'cosine', learningRate: 2e-3, steps: steps - 30, final: 2e-5 },
      },
      evaluateEvery: steps,
      checkpointEvery: steps,
    },
  },
});

const smoke = {
  seeds: [0, 1],
  width: 0.03,
  base: { data: presets.smoke.data, training: presets.smoke.training },
};

/** Published sizes, on rendered objects; for ImageNet give both folders as `base.data` in a config file. */
const full = {
  base: {
    data: {
      train: { kind: 'objects', pixels: 224, images: 100_000 },
      test: { kind: 'objects', pixels: 224, first: 100_000, images: 5000 },
      size: 224,
      batchSize: 64,
    },
    training: {
      ...presets.imagenet.training,
      steps: 100_000,
      schedule: { kind: 'step', learningRate: 0.01, milestones: [50_000, 80_000] },
    },
  },
};

/** CIFAR-10 at small size; name its folder: `--set base.data.train.folder=... --set base.data.test.folder=...`. */
const cifar10 = {
  seeds: [0, 1, 2],
  width: 0.25,
  base: {
    data: presets.cifar10.data,
    training: { ...presets.cifar10.training, evaluateEvery: 2500 },
  },
};

/** Presets of claims about shallow networks. */
export const shallowPresets = {
  full,
  quick: { ...quick(UPDATES.shallow), presentation: { mode: 'constant', timesteps: 10 } },
  cifar10,
  smoke: { ...smoke, presentation: { mode: 'constant', timesteps: 7 } },
};

/** Of claims about intermediate ones, whose feedback reaches the readout at step 14 only: the published 17 steps. */
export const intermediatePresets = { full, quick: quick(UPDATES.intermediate), cifar10, smoke };
