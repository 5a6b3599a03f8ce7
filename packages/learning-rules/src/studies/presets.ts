/** Little data and short training: seconds. */
const smoke = {
  seeds: [0, 1],
  data: { classes: 4, size: 6, train: 128, test: 64 },
  width: 8,
  batchSize: 32,
  training: { steps: 6, logEvery: 1 },
};

/** Partial configurations of `learning-rules/credit`. */
export const presets = {
  full: {},
  quick: { seeds: [0], depths: [2, 8] },
  smoke: { ...smoke, seeds: [0], depths: [1, 2] },
};

/** Of the claims; one that trains few networks has more seeds in `quick`. */
export const claimPresets = {
  full: {},
  quick: { seeds: [0, 1, 2, 3] },
  smoke: { ...smoke, shallow: 1, deep: 2 },
};
