import type { z } from 'zod';
import type { ReciprocalGated } from '../cells/ReciprocalGated';
import { channelsAt, type ModelScale } from '../models/ModelScale';
import type { CellGenome } from './Genome';

type ReciprocalGenome = Extract<CellGenome, { kind: 'reciprocalGated' }>;

/**
 * The options of a reciprocal gated cell that its genes stand for, but for its start and penalty. Multipliers of gates
 * are the negatives of their offsets, and the fixed biases act in all gates.
 */
export function reciprocalGatedOf(
  genes: ReciprocalGenome,
  scale: ModelScale,
): z.input<typeof ReciprocalGated> {
  const { kernelScale: _kernelScale, decay: _decay, cellChannels, intake, ...own } = genes;
  const inner =
    intake === undefined || cellChannels === undefined // there are both or neither
      ? { inputToCell: false }
      : {
          cellChannels: channelsAt(scale, cellChannels),
          inputToCell: intake !== 'residual',
          cellResidual: intake !== 'input',
        };
  return {
    ...own,
    ...inner,
    tauMultiplier: -genes.tauOffset,
    gateMultiplier: -genes.gateOffset,
    fixedBiases: 'all',
  };
}
