import { z } from 'zod';
import { ConfigError } from '../errors';
import type { Cell } from './Cell';
import { ContinuousRnn, continuousRnn } from './continuousRnn';
import { Gru, gru } from './gru';
import { Lstm, lstm } from './lstm';
import { SimpleRnn, simpleRnn } from './simpleRnn';
import { Ugrnn, ugrnn } from './ugrnn';

/** Every recurrent cell by its `kind`: the schema of its config, and the factory. */
export const cells = {
  simpleRnn: { schema: SimpleRnn, create: simpleRnn },
  continuousRnn: { schema: ContinuousRnn, create: continuousRnn },
  gru: { schema: Gru, create: gru },
  lstm: { schema: Lstm, create: lstm },
  ugrnn: { schema: Ugrnn, create: ugrnn },
} satisfies Record<string, { schema: z.ZodType; create: (config: never) => Cell }>;

/** A cell and its options; `kind` says which. */
export const CellConfig = z
  .discriminatedUnion('kind', [SimpleRnn, ContinuousRnn, Gru, Lstm, Ugrnn])
  .meta({ title: 'Recurrent cell' });
export type CellConfig = z.output<typeof CellConfig>;

/**
 * The cell that a parsed config names.
 *
 * @throws ConfigError listing the kinds, for a kind that is none of them
 */
export function createCell(config: CellConfig): Cell {
  switch (config.kind) {
    case 'simpleRnn':
      return simpleRnn(config);
    case 'continuousRnn':
      return continuousRnn(config);
    case 'gru':
      return gru(config);
    case 'lstm':
      return lstm(config);
    case 'ugrnn':
      return ugrnn(config);
    default:
      throw new ConfigError(unknownKind((config as { kind?: unknown }).kind));
  }
}

const unknownKind = (kind: unknown): string =>
  `createCell: kind must be one of ${Object.keys(cells).join(', ')}, got ${JSON.stringify(kind)}`;
