import credit from './studies/credit';

/** The studies of this package by name. */
export const studies = {
  'learning-rules/credit': credit,
};
