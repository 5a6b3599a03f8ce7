import categorisation from './studies/categorisation';
import dynamics from './studies/dynamics';

/** The studies of this package by name. */
export const studies = {
  'ventral-stream/categorisation': categorisation,
  'ventral-stream/dynamics': dynamics,
};
