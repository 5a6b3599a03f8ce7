import { z } from 'zod';

const line = z
  .string()
  .regex(/^[^\n\r]*$/, 'must be one line')
  .min(1);
const name = z.string().regex(/^[\w.@%:+,-]+$/, 'must be letters, digits and . _ @ % : + , -');

/** What a cluster must be told. All of it goes into an `sbatch` script. */
export const SlurmOptions = z
  .strictObject({
    workers: z.int().positive().default(1).meta({ description: 'Tasks of the job array, each one worker' }),
    atOnce: z.int().positive().optional().meta({ description: 'Tasks that may run at the same time' }),
    time: z
      .string()
      .regex(/^(\d+-)?\d+(:\d\d){0,2}$/, 'must be minutes, hours:minutes:seconds or days-hours')
      .optional()
      .meta({
        description: 'Time limit of a task, as Slurm writes it; that of the partition, where left out',
      }),
    signalSeconds: z.int().min(10).default(120).meta({
      description: 'How long before the time limit a worker is told to keep what it has',
      unit: 's',
    }),
    partition: name.optional().meta({ description: 'Partition' }),
    account: name.optional().meta({ description: 'Account that is charged' }),
    qos: name.optional().meta({ description: 'Quality of service' }),
    constraint: line.optional().meta({ description: 'Features that a node must have' }),
    gpus: name.optional().meta({ description: 'GPUs of a task, such as 1 or a100:1' }),
    cpus: z.int().positive().default(1).meta({ description: 'Cores of a task' }),
    memory: z
      .string()
      .regex(/^\d+[KMGT]?$/, 'must be a number with K, M, G or T')
      .optional()
      .meta({ description: 'Memory of a task' }),
    modules: z
      .array(name.or(z.string().regex(/^[\w./+-]+$/)))
      .default([])
      .meta({ description: 'Modules to load' }),
    container: line.optional().meta({ description: 'Words before the worker that run it in a container' }),
    setup: z.array(line).default([]).meta({ description: 'Lines of bash before the worker' }),
    idle: z
      .number()
      .nonnegative()
      .default(60)
      .meta({ description: 'A worker without a trial to run leaves after so long', unit: 's' }),
    collect: z.boolean().default(true).meta({ description: 'A last job that collects the results' }),
  })
  .meta({ title: 'Slurm' });
export type SlurmOptions = z.output<typeof SlurmOptions>;
