import credit from './studies/credit';
import synapticSizes from './studies/synapticSizes';

/** The studies of this package by name. */
export const studies = {
  'learning-rules/credit': credit,
  'learning-rules/synaptic-sizes': synapticSizes,
};
