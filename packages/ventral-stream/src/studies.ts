import behaviour from './studies/behaviour';
import categorisation from './studies/categorisation';
import dynamics from './studies/dynamics';
import modelRecovery from './studies/modelRecovery';
import neuralFits from './studies/neuralFits';
import tradeOff from './studies/tradeOff';

/** By name; written out, since together the schemas are too much for the compiler to infer. */
type Studies = {
  readonly 'ventral-stream/behaviour': typeof behaviour;
  readonly 'ventral-stream/categorisation': typeof categorisation;
  readonly 'ventral-stream/dynamics': typeof dynamics;
  readonly 'ventral-stream/model-recovery': typeof modelRecovery;
  readonly 'ventral-stream/neural-fits': typeof neuralFits;
  readonly 'ventral-stream/trade-off': typeof tradeOff;
};

/** The studies of this package by name. */
export const studies: Studies = {
  'ventral-stream/behaviour': behaviour,
  'ventral-stream/categorisation': categorisation,
  'ventral-stream/dynamics': dynamics,
  'ventral-stream/model-recovery': modelRecovery,
  'ventral-stream/neural-fits': neuralFits,
  'ventral-stream/trade-off': tradeOff,
};
