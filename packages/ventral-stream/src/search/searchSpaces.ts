import type { SearchSpace } from '@goal-driven/sweep';
import { genomeSpace } from './genomeSpace';

const reciprocalGated = { 'cell.kind': ['reciprocalGated'] };

/**
 * The search spaces of the studies here, by study and name. `genome` is the whole space; `reciprocalGated` that of the
 * published search: its chain of ten layers, its cell, and where connections run; `shallow` the same over five layers,
 * for small machines; `cells` compares kinds of cells on it; `lstm` tunes the LSTM of each of its layers.
 */
export const searchSpaces: { readonly [study: string]: { readonly [name: string]: SearchSpace } } = {
  'ventral-stream/categorisation': {
    genome: genomeSpace(),
    reciprocalGated: genomeSpace({ keptTo: { 'base.chain': ['reciprocal'], ...reciprocalGated } }),
    shallow: genomeSpace({ keptTo: { 'base.chain': ['shallow'], ...reciprocalGated } }),
    cells: genomeSpace({ keptTo: { 'base.chain': ['shallow'] } }),
    lstm: genomeSpace({ keptTo: { 'base.chain': ['shallow'], 'cell.kind': ['lstm'] } }),
  },
};
