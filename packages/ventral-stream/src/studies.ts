import behaviour from './studies/behaviour';
import categorisation from './studies/categorisation';
import dynamics from './studies/dynamics';
import modelRecovery from './studies/modelRecovery';
import neuralFits from './studies/neuralFits';
import tradeOff from './studies/tradeOff';

/** The studies of this package by name. */
export const studies = {
  'ventral-stream/behaviour': behaviour,
  'ventral-stream/categorisation': categorisation,
  'ventral-stream/dynamics': dynamics,
  'ventral-stream/model-recovery': modelRecovery,
  'ventral-stream/neural-fits': neuralFits,
  'ventral-stream/trade-off': tradeOff,
};
