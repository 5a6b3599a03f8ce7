import type { Json } from '@goal-driven/core';
import { Axis, type AxisCondition } from '@goal-driven/sweep';
import { z } from 'zod';

/** One thing that a search may vary: what values it has, for the schema of genomes and for the axes of the space. */
export type Gene<Schema extends z.ZodType = z.ZodType> = {
  readonly schema: Schema;
  readonly domain:
    | { readonly choices: readonly Json[] }
    | {
        readonly low: number;
        readonly high: number;
        readonly scale?: 'linear' | 'log';
        readonly integer?: boolean;
      };
};
export type Genes = { readonly [name: string]: Gene };

export const flag = (description: string): Gene<z.ZodBoolean> => ({
  schema: z.boolean().meta({ description }),
  domain: { choices: [false, true] },
});

export const oneOf = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
): Gene<z.ZodEnum<{ [value in Values[number]]: value }>> => ({
  schema: z.enum(values).meta({ description }),
  domain: { choices: values },
});

/** One of several whole numbers, without an order between them as far as a search is concerned. */
export const oneOfNumbers = <const Values extends readonly [number, ...number[]]>(
  values: Values,
  description: string,
  unit: string,
): Gene<z.ZodLiteral<Values[number]>> => ({
  schema: z.literal<Values[number][]>([...values]).meta({ description, unit }),
  domain: { choices: values },
});

type Bounds = readonly [low: number, high: number];

export const whole = ([low, high]: Bounds, description: string, unit: string): Gene<z.ZodInt> => ({
  schema: z.int().min(low).max(high).meta({ description, unit }),
  domain: { low, high, integer: true },
});

export const uniform = ([low, high]: Bounds, description: string): Gene<z.ZodNumber> => ({
  schema: z.number().min(low).max(high).meta({ description, unit: '1' }),
  domain: { low, high },
});

export const logUniform = ([low, high]: Bounds, description: string): Gene<z.ZodNumber> => ({
  schema: z.number().min(low).max(high).meta({ description, unit: '1' }),
  domain: { low, high, scale: 'log' },
});

/** Their schemas, by name. */
export const schemasOf = <G extends Genes>(genes: G) =>
  Object.fromEntries(Object.entries(genes).map(([name, { schema }]) => [name, schema])) as {
    [name in keyof G]: G[name]['schema']; // fromEntries forgets which name has which
  };

/** Their schemas, each of which may be left out: those of genes under a condition. */
export const optionalSchemasOf = <G extends Genes>(genes: G) =>
  Object.fromEntries(Object.entries(genes).map(([name, { schema }]) => [name, schema.optional()])) as {
    [name in keyof G]: z.ZodOptional<G[name]['schema']>; // as above
  };

/** Their axes, whose names are those of the genes behind the path of the record that holds them. */
export const axesOf = (record: string, genes: Genes, when: readonly AxisCondition[] = []): Axis[] =>
  Object.entries(genes).map(([name, { domain }]) =>
    Axis.parse({
      path: `${record}.${name}`,
      ...domain,
      ...(when.length > 0 && { when: [...when] }),
    }),
  );
