import generality from './studies/generality';
import neuralFits from './studies/neuralFits';
import maze from './studies/maze';
import training from './studies/training';

/** The studies of this package by name. */
export const studies = {
  'mouse-visual/generality': generality,
  'mouse-visual/neural-fits': neuralFits,
  'mouse-visual/maze': maze,
  'mouse-visual/training': training,
};
