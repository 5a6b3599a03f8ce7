import { ConfigError } from '@goal-driven/core';
import { z } from 'zod';
import type { CellSite, ConvCell } from './ConvCell';
import { convGru, ConvGru } from './gru';
import { intersectionRnn, IntersectionRnn } from './intersectionRnn';
import { convLstm, ConvLstm } from './lstm';
import { reciprocalGatedCell } from './reciprocalGatedCell';
import { ReciprocalGated } from './ReciprocalGated';
import { convSimpleRnn, ConvSimpleRnn } from './simpleRnn';
import { timeDecay, TimeDecay } from './timeDecay';
import { convUgrnn, ConvUgrnn } from './ugrnn';

/** Every recurrent cell over maps by its `kind`: the schema of its config, and the factory. */
export const convCells = {
  timeDecay: { schema: TimeDecay, create: timeDecay },
  simpleRnn: { schema: ConvSimpleRnn, create: convSimpleRnn },
  gru: { schema: ConvGru, create: convGru },
  lstm: { schema: ConvLstm, create: convLstm },
  ugrnn: { schema: ConvUgrnn, create: convUgrnn },
  intersectionRnn: { schema: IntersectionRnn, create: intersectionRnn },
  reciprocalGated: { schema: ReciprocalGated, create: reciprocalGatedCell },
} satisfies Record<string, { schema: z.ZodType; create: (config: never, site: CellSite) => ConvCell }>;

/** A cell over maps and its options; `kind` says which. */
export const ConvCellConfig = z
  .discriminatedUnion('kind', [
    TimeDecay,
    ConvSimpleRnn,
    ConvGru,
    ConvLstm,
    ConvUgrnn,
    IntersectionRnn,
    ReciprocalGated,
  ])
  .meta({ title: 'Recurrent cell over maps' });
export type ConvCellConfig = z.output<typeof ConvCellConfig>;

/**
 * The cell that a parsed config names, at its place in a network.
 *
 * @throws ConfigError listing the kinds, for a kind that is none of them
 */
export function createConvCell(config: ConvCellConfig, site: CellSite): ConvCell {
  switch (config.kind) {
    case 'timeDecay':
      return timeDecay(config, site);
    case 'simpleRnn':
      return convSimpleRnn(config, site);
    case 'gru':
      return convGru(config, site);
    case 'lstm':
      return convLstm(config, site);
    case 'ugrnn':
      return convUgrnn(config, site);
    case 'intersectionRnn':
      return intersectionRnn(config, site);
    case 'reciprocalGated':
      return reciprocalGatedCell(config, site);
    default:
      throw new ConfigError(unknownKind((config as { kind?: unknown }).kind));
  }
}

const unknownKind = (kind: unknown): string =>
  `createConvCell: kind must be one of ${Object.keys(convCells).join(', ')}, got ${JSON.stringify(kind)}`;
