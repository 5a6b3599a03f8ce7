import type { ArenaRecordings } from '../neural/MecDataset';

/** The animals in words, as findings and figures name them. */
export const animalsOf = ({ synthetic }: ArenaRecordings): string =>
  synthetic ? 'synthetic animals' : 'recorded animals';
