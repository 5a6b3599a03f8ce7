import { availableParallelism } from 'node:os';
import { DataError, EnvironmentError, type Json } from '@goal-driven/core';
import { KubernetesOptions, SlurmOptions, type Store } from '@goal-driven/sweep';
import { z } from 'zod';
import { jsonSchemaOf } from '../../JsonSchema';
import { checkPath, parseSet } from '../../parseSet';
import { UsageError } from '../../UsageError';

/** Processes on this machine. */
const LocalOptions = z
  .strictObject({
    workers: z
      .int()
      .positive()
      .default(availableParallelism())
      .meta({ description: 'Worker processes at a time' }),
    threads: z.int().positive().optional().meta({
      description: 'Threads of each worker; the cores shared out, where left out',
    }),
  })
  .meta({ title: 'Local' });

const schemas = { local: LocalOptions, slurm: SlurmOptions, kubernetes: KubernetesOptions };

/** Where the workers of a sweep run. */
export type Executor = {
  [Kind in keyof typeof schemas]: { readonly kind: Kind; readonly options: z.output<(typeof schemas)[Kind]> };
}[keyof typeof schemas];

const executorKinds = Object.keys(schemas) as (keyof typeof schemas)[];

const FILE = 'executor.json';
const ExecutorFile = z.object({ kind: z.enum(executorKinds), options: z.record(z.string(), z.json()) });

/**
 * An executor from the command line.
 *
 * @param sets options, each `name=value`
 */
export function parseExecutor(
  kind: Executor['kind'],
  sets: readonly string[],
  workers: number | undefined,
): Executor {
  const options: { [name: string]: Json } = workers === undefined ? {} : { workers };
  for (const text of sets) {
    const setting = parseSet(text);
    const schema = jsonSchemaOf(schemas[kind]);
    checkPath(setting, schema, `option of ${kind}`);
    const name = setting.path.join('.');
    const isText = schema.properties?.[name]?.type === 'string'; // then time=30 means the text 30
    options[name] =
      isText && typeof setting.value === 'number' ? text.slice(text.indexOf('=') + 1) : setting.value;
  }
  return checked(
    kind,
    options,
    (message) => new UsageError(`--set: options of ${kind} must fit, got\n${message}`),
  );
}

function checked(kind: Executor['kind'], options: object, error: (message: string) => Error): Executor {
  const parsed = schemas[kind].safeParse(options);
  if (!parsed.success) throw error(z.prettifyError(parsed.error));
  return { kind, options: parsed.data } as Executor; // one schema per kind
}

/** Keeps an executor with the sweep, for `resume`. */
export const writeExecutor = (store: Store, executor: Executor): void =>
  store.replace(FILE, `${JSON.stringify(executor, undefined, 2)}\n`);

/** The executor that a sweep was submitted to. */
export function readExecutor(store: Store): Executor {
  const text = store.read(FILE);
  if (text === undefined)
    throw new EnvironmentError(
      `sweep: the folder must say where it was submitted to, got one without ${FILE}`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const file = ExecutorFile.safeParse(value);
  if (!file.success)
    throw new DataError(`sweep: ${FILE} must name an executor, got\n${z.prettifyError(file.error)}`);
  return checked(
    file.data.kind,
    file.data.options,
    (message) => new DataError(`sweep: ${FILE} must fit its schema, got\n${message}`),
  );
}
