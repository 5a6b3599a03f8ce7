import categorisation from './studies/categorisation';

/** The studies of this package by name. */
export const studies = {
  'ventral-stream/categorisation': categorisation,
};
