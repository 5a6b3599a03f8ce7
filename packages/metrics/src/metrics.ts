import type { Metric } from './Metric';

const RATE_MAP = '[y, x], mean activity per bin; NaN where never visited';
const OCCUPANCY = '[y, x], time or samples per bin';
const SKAGGS_1993 = 'Skaggs et al. 1993, Advances in Neural Information Processing Systems 5';
const SKAGGS_1996 = 'Skaggs et al. 1996, Hippocampus 6(2)';
const BANINO = 'Banino et al. 2018, doi:10.1038/s41586-018-0102-6';
const SARGOLINI = 'Sargolini et al. 2006, doi:10.1126/science.1125572';

/** Every metric of this package by the name under which scores carry it. */
export const metrics = {
  gridScore: {
    name: 'gridScore',
    version: 1,
    description: 'Sixfold symmetry of the autocorrelogram of a rate map; grid cells exceed 0.3',
    unit: '1',
    range: [null, null],
    inputs: { rateMap: `${RATE_MAP}; square` },
    undefinedFor: 'a constant map',
    sources: [BANINO, SARGOLINI],
  },
  gridScore90: {
    name: 'gridScore90',
    version: 1,
    description: 'Fourfold symmetry of the autocorrelogram of a rate map (score90 of gridScores)',
    unit: '1',
    range: [null, null],
    inputs: { rateMap: `${RATE_MAP}; square` },
    undefinedFor: 'a constant map',
    sources: [BANINO],
  },
  spatialInformation: {
    name: 'spatialInformation',
    version: 1,
    description: 'How much each spike tells about place',
    unit: 'bits/spike',
    range: [0, null],
    inputs: { rateMap: RATE_MAP, occupancy: OCCUPANCY },
    undefinedFor: 'a silent cell, a negative rate',
    sources: [SKAGGS_1993],
  },
  spatialInformationRate: {
    name: 'spatialInformationRate',
    version: 1,
    description: 'How much a second of firing tells about place, for rates in Hz',
    unit: 'bits/s',
    range: [0, null],
    inputs: { rateMap: `${RATE_MAP}, Hz`, occupancy: OCCUPANCY },
    undefinedFor: 'a silent cell, a negative rate',
    sources: [SKAGGS_1993],
  },
  sparsity: {
    name: 'sparsity',
    version: 1,
    description: 'Share of the arena in which a cell fires',
    unit: '1',
    range: [0, 1],
    inputs: { rateMap: RATE_MAP, occupancy: OCCUPANCY },
    undefinedFor: 'a silent cell',
    sources: [SKAGGS_1996],
  },
  selectivity: {
    name: 'selectivity',
    version: 1,
    description: 'Highest rate over mean rate',
    unit: '1',
    range: [1, null],
    inputs: { rateMap: RATE_MAP, occupancy: OCCUPANCY },
    undefinedFor: 'a mean rate of 0, a negative rate',
    sources: [SKAGGS_1996],
  },
} as const satisfies Record<string, Metric>;
