import { z } from 'zod';
import { Axis } from './Axis';
import { SearchConfig } from './search/searches';

const PartialConfig = z.record(z.string(), z.json()).meta({ description: 'A partial configuration' });

/** A number that a trial's scores are reduced to. */
export const Objective = z
  .strictObject({
    metric: z.string().min(1).meta({ description: 'Name of a score, such as decodingError' }),
    labels: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .default({})
      .meta({ description: 'Labels that the scores must have, such as paths: held-out' }),
    of: z
      .enum(['value', 'ceiled'])
      .default('value')
      .meta({ description: 'The raw value, or the one over its ceiling' }),
    statistic: z
      .enum(['mean', 'median', 'min', 'max'])
      .default('mean')
      .meta({ description: 'How scores with these labels become one number; NaN where one is' }),
    direction: z
      .enum(['minimize', 'maximize'])
      .default('minimize')
      .meta({ description: 'Which way is better' }),
  })
  .meta({ title: 'Objective of a sweep' });
export type Objective = z.output<typeof Objective>;

const Limits = z
  .strictObject({
    seconds: z
      .number()
      .positive()
      .optional()
      .meta({ description: 'A trial that takes longer has failed', unit: 's' }),
    memory: z
      .number()
      .positive()
      .optional()
      .meta({ description: 'A trial whose process holds more has failed', unit: 'MB' }),
    attempts: z.int().positive().default(3).meta({
      description:
        'How often a trial may be lost (killed, crashed, its machine gone) before it counts as failed',
    }),
  })
  .meta({ title: 'What one trial may take' });

const Leases = z
  .strictObject({
    heartbeat: z
      .number()
      .positive()
      .default(10)
      .meta({ description: 'Time between two signs of life of a worker', unit: 's' }),
    lease: z.number().positive().default(60).meta({
      description:
        'A worker of which others see no sign for so long, by their own clocks, has lost its trial',
      unit: 's',
    }),
  })
  .refine(({ heartbeat, lease }) => lease >= 3 * heartbeat, 'lease must be at least three heartbeats')
  .meta({ title: 'How workers know of each other' });

/** What is to be run: a file that a person writes. */
export const SweepFile = z
  .strictObject({
    study: z.string().min(1).meta({ description: 'Name of the study, such as mec/path-integration' }),
    preset: z.string().optional().meta({ description: 'Preset under all configurations' }),
    config: PartialConfig.default({}).meta({
      description: 'What all configurations have in common, over the preset',
    }),
    axes: z.array(Axis).default([]).meta({ description: 'What varies' }),
    configs: z.record(z.string(), PartialConfig).default({}).meta({
      description: 'Single configurations by label: all that a list runs; a grid runs them after its axes',
    }),
    space: z.string().optional().meta({ description: "A search space of the study's own, in place of axes" }),
    search: SearchConfig.prefault({ kind: 'grid' }),
    seeds: z
      .array(z.int().nonnegative())
      .min(1)
      .default([1])
      .meta({ description: 'Seeds of each configuration' }),
    seed: z.int().nonnegative().default(0).meta({ description: 'Seed of the search itself' }),
    objectives: z
      .array(Objective)
      .default([])
      .meta({ description: 'What is read from each trial; a search follows the first' }),
    backend: z
      .string()
      .optional()
      .meta({ description: 'Where tensors are computed; the best there is, where left out' }),
    limits: Limits.prefault({}),
    leases: Leases.prefault({}),
  })
  .meta({ title: 'Sweep over the configurations of a study' });
export type SweepFile = z.output<typeof SweepFile>;
