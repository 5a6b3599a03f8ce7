import training from './studies/training';

/** The studies of this package by name. */
export const studies = {
  'mouse-visual/training': training,
};
