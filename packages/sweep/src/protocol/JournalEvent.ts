import type { Json } from '@goal-driven/core';
import { z } from 'zod';

/** How one attempt at a trial ended. Only `finished` and `failed` end the trial. */
export const OutcomeKind = z.enum(['finished', 'failed', 'interrupted', 'deferred', 'lost']);
export type OutcomeKind = z.output<typeof OutcomeKind>;

/**
 * A line of a journal. What decides is in the trial's folder; the journal is how all others hear of it
 * without looking into a hundred thousand folders.
 */
export type JournalEvent =
  | {
      readonly event: 'trial';
      /** Number of the suggestion; one per seed of it. */
      readonly index: number;
      readonly id: string;
      readonly point: { readonly [name: string]: Json };
      readonly budget?: number | undefined;
      /** Suggestions that this one comes from. */
      readonly parents?: readonly number[] | undefined;
      readonly seed: number;
    }
  | {
      readonly event: 'start';
      readonly id: string;
      readonly attempt: number;
      readonly worker: string;
      readonly time: string;
    }
  | {
      readonly event: 'end';
      readonly id: string;
      readonly attempt: number;
      readonly outcome: OutcomeKind;
      /** Of a finished trial, as the sweep's objectives stand; null is NaN. */
      readonly objectives?: readonly (number | null)[] | undefined;
      readonly seconds?: number | undefined;
      readonly message?: string | undefined;
      readonly time: string;
    }
  | { readonly event: 'retry'; readonly id: string; readonly attempt: number };

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 10_000;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name of a trial's folder, and nothing that leads out of it. */
const isTrialId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{20}$/.test(value);

/** A line as an event; undefined where it is none, as a line is that was cut off when its writer died. */
export function parseEvent(line: string): JournalEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isEvent(value) ? value : undefined;
}

/** Checked by hand: a journal of 100,000 trials must load in under two seconds. */
export function isEvent(value: unknown): value is JournalEvent {
  if (!isRecord(value) || !isTrialId(value['id'])) return false;
  switch (value['event']) {
    case 'trial':
      return (
        isCount(value['index']) &&
        isCount(value['seed']) &&
        isRecord(value['point']) &&
        isOptional(value['budget'], Number.isFinite) &&
        isOptional(value['parents'], isCounts)
      );
    case 'start':
      return isCount(value['attempt']) && isText(value['worker']) && isText(value['time']);
    case 'end':
      return (
        isCount(value['attempt']) &&
        OutcomeKind.options.includes(value['outcome'] as OutcomeKind) &&
        isOptional(value['objectives'], isNumbers) &&
        isOptional(value['seconds'], Number.isFinite) &&
        isOptional(value['message'], isText) &&
        isText(value['time'])
      );
    case 'retry':
      return isCount(value['attempt']);
    default:
      return false;
  }
}

const isOptional = (value: unknown, test: (value: unknown) => boolean): boolean =>
  value === undefined || test(value);

const isCounts = (value: unknown): boolean => Array.isArray(value) && value.every(isCount);

const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => item === null || Number.isFinite(item));
