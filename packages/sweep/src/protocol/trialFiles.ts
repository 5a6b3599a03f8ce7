import { DataError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { OutcomeKind } from './JournalEvent';
import type { Store } from './Store';

/** Who has a trial: `claim-<attempt>.json`. */
export const ClaimFile = z.object({
  worker: z.string(),
  host: z.string(),
  /** Boot and container within which `pid` has a meaning. */
  machine: z.string(),
  pid: z.int().positive(),
  /** When the process began, in ticks of its machine; tells it from a later one of the same number. */
  birth: z.string(),
  time: z.string(),
});
export type ClaimFile = z.output<typeof ClaimFile>;

/**
 * How an attempt ended: `outcome-<attempt>.json`. It is made once, by exclusive creation, by the worker or by
 * whoever found it dead; whoever makes it decides. Nothing in it depends on when, where or how often the trial ran.
 */
export const OutcomeFile = z.object({
  outcome: OutcomeKind,
  /** Of a finished trial; null is NaN. */
  objectives: z.array(z.number().nullable()).optional(),
  /** SHA-256 of the scores of a finished trial, as JSON. */
  scores: z.string().optional(),
  message: z.string().optional(),
});
export type OutcomeFile = z.output<typeof OutcomeFile>;

/** The folder of a trial; spread over 256 folders, since some file systems are slow with many names in one. */
export const trialFolder = (id: string): string => `trials/${id.slice(0, 2)}/${id}`;

/** The run of an attempt, within the trial's folder. */
export const runFolderOf = (id: string, attempt: number): string => `${trialFolder(id)}/run-${attempt}`;

const fileOf = (kind: string, id: string, attempt: number) => `${trialFolder(id)}/${kind}-${attempt}.json`;

/** The files of one trial, and what they hold. */
export const trialFiles = (store: Store, id: string) => ({
  /** Number of the newest attempt; 0 where there was none. */
  newest: (): number =>
    store.list(trialFolder(id)).reduce((most, name) => {
      const attempt = /^claim-([1-9]\d{0,8})\.json$/.exec(name)?.[1];
      return attempt === undefined ? most : Math.max(most, Number(attempt));
    }, 0),
  claim: (attempt: number) => parsed(store, fileOf('claim', id, attempt), ClaimFile),
  outcome: (attempt: number) => parsed(store, fileOf('outcome', id, attempt), OutcomeFile),
  isRetried: (attempt: number) => store.read(fileOf('retry', id, attempt)) !== undefined,
  /** The sign of life of an attempt; it changes while its worker lives. */
  beat: (attempt: number) => store.read(fileOf('beat', id, attempt)) ?? '',
  // Others must see a claim; should the power fail before it is on the disk, its worker is gone too.
  createClaim: (attempt: number, claim: ClaimFile) =>
    store.create(fileOf('claim', id, attempt), toText(claim), 'later'),
  createOutcome: (attempt: number, outcome: OutcomeFile) =>
    store.create(fileOf('outcome', id, attempt), toText(outcome)),
  createRetry: (attempt: number) => store.create(fileOf('retry', id, attempt), '{}\n'),
  writeBeat: (attempt: number, count: number) => store.replace(fileOf('beat', id, attempt), `${count}\n`),
});
export type TrialFiles = ReturnType<typeof trialFiles>;

const toText = (value: object) => `${JSON.stringify(value)}\n`;

/** What a file holds; undefined where it is absent, or still being written on a file system without hard links. */
function parsed<T>(store: Store, path: string, schema: z.ZodType<T>): T | undefined {
  const text = store.read(path);
  if (text === undefined || !text.endsWith('\n')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError(`sweep: ${path} must hold JSON, got ${JSON.stringify(text.slice(0, 40))}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DataError(`sweep: ${path} must fit its schema, got\n${z.prettifyError(result.error)}`);
}
