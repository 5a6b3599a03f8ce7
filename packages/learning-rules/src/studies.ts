import credit from './studies/credit';
import identification from './studies/identification';
import synapticSizes from './studies/synapticSizes';
import trajectory from './studies/trajectory';

/** The studies of this package by name. */
export const studies = {
  'learning-rules/credit': credit,
  'learning-rules/synaptic-sizes': synapticSizes,
  'learning-rules/trajectory': trajectory,
  'learning-rules/identification': identification,
};
