import neuralFits from './studies/neuralFits';
import training from './studies/training';

/** The studies of this package by name. */
export const studies = {
  'mouse-visual/neural-fits': neuralFits,
  'mouse-visual/training': training,
};
