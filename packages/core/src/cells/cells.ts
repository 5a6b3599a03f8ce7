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

type Entry = (typeof cells)[keyof typeof cells];

/** A cell and its options; `kind` says which. */
export const CellConfig = z
  .discriminatedUnion('kind', Object.values(cells).map(({ schema }) => schema) as [Entry['schema']])
  .meta({ title: 'Recurrent cell' });
export type CellConfig = z.output<typeof CellConfig>;

/**
 * The cell that a parsed config names.
 *
 * @throws ConfigError listing the kinds, for a kind that is none of them
 */
export function createCell(config: CellConfig): Cell {
  const { kind } = config as { kind?: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(cells, kind)) {
    throw new ConfigError(
      `createCell: kind must be one of ${Object.keys(cells).join(', ')}, got ${JSON.stringify(kind)}`,
    );
  }
  // Of one entry schema and factory belong together; a type cannot say so of an entry that is looked up.
  const { create } = cells[config.kind] as { create: (config: CellConfig) => Cell };
  return create(config);
}
