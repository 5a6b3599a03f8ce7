import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Metric, MetricArgument, MetricProgress, MetricResult } from './Metric';

type Arguments = { readonly [name: string]: MetricArgument };

type Arrays<A extends Arguments> = {
  readonly [name in keyof A]: A[name] extends { readonly optional: true } ? NdArray | undefined : NdArray;
};

type Definition<A extends Arguments, O extends z.ZodObject> = Omit<
  Metric,
  'arguments' | 'options' | 'run'
> & {
  readonly arguments: A;
  readonly options: O;
  readonly run: (arrays: Arrays<A>, options: z.output<O>, onProgress: MetricProgress) => MetricResult;
};

/**
 * A metric whose `run` has its arguments and options checked, defaults filled in, before it begins.
 *
 * @throws ConfigError, from `run`, for options that the schema refuses
 */
export function defineMetric<const A extends Arguments, O extends z.ZodObject>(
  definition: Definition<A, O>,
): Metric {
  const { name, run, options: schema } = definition;
  return {
    ...definition,
    run: (arrays, options = {}, onProgress = () => undefined) => {
      requireArguments(name, definition.arguments, arrays);
      const parsed = schema.safeParse(options);
      if (!parsed.success) {
        throw new ConfigError(
          `${name}: the options must fit their schema, got\n${z.prettifyError(parsed.error)}`,
        );
      }
      return run(arrays as Arrays<A>, parsed.data, onProgress);
    },
  };
}

function requireArguments(who: string, known: Arguments, arrays: { readonly [name: string]: NdArray }): void {
  for (const name of Object.keys(arrays)) {
    if (!Object.hasOwn(known, name)) {
      throw new ConfigError(
        `${who}: arguments must be among ${Object.keys(known).join(', ')}, got ${JSON.stringify(name)}`,
      );
    }
  }
  for (const [name, { axes, ranks, optional }] of Object.entries(known)) {
    const array = arrays[name];
    if (array === undefined && optional) continue;
    if (array === undefined) throw new ConfigError(`${who}: ${name} must be given, ${axes}; got nothing`);
    if (!ranks.includes(array.shape.length)) {
      throw new ShapeError(
        `${who}: ${name} must have ${ranks.join(' or ')} axes, ${axes}; got [${array.shape}]`,
      );
    }
  }
}
