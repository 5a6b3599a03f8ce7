import neuralFits from './studies/neuralFits';

/** The studies of this package by name. */
export const studies = {
  'mouse-visual/neural-fits': neuralFits,
};
