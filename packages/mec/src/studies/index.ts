import pathIntegration from './pathIntegration';

/** The studies of this package by name. */
export const studies = {
  'mec/path-integration': pathIntegration,
};
