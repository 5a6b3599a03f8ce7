import baselines from './studies/baselines';
import cells from './studies/cells';
import neuralFits from './studies/neuralFits';
import pathIntegration from './studies/pathIntegration';
import recordedPath from './studies/recordedPath';
import trainedNetwork from './studies/trainedNetwork';

/** The studies of this package by name. */
export const studies = {
  'mec/baselines': baselines,
  'mec/cells': cells,
  'mec/neural-fits': neuralFits,
  'mec/path-integration': pathIntegration,
  'mec/recorded-path': recordedPath,
  'mec/trained-network': trainedNetwork,
};
