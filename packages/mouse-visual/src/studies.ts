import generality from './studies/generality';
import linearReadout from './studies/linearReadout';
import neuralFits from './studies/neuralFits';
import maze from './studies/maze';
import training from './studies/training';

/** The studies of this package by name. */
export const studies = {
  'mouse-visual/generality': generality,
  'mouse-visual/linear-readout': linearReadout,
  'mouse-visual/neural-fits': neuralFits,
  'mouse-visual/maze': maze,
  'mouse-visual/training': training,
};
