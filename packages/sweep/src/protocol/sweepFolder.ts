import { ConfigError, DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { SweepFile } from '../SweepFile';
import { plan, type Sweep } from './plan';
import type { Store } from './Store';
import { createState } from './SweepState';

/** The file whose presence tells all workers to stop; it says why, where it was no person that wanted it. */
export const CANCELLED = 'cancelled';

/** The sweep as it was begun, defaults included. */
const SWEEP = 'sweep.json';

/** What the sweep planned before any worker came. */
const PLAN = 'journal/plan.jsonl';

/**
 * Begins a sweep in a folder: its description, and the trials that can be named without a result. Beginning the same
 * sweep again changes nothing.
 *
 * @throws ConfigError where the folder holds another sweep, or a configuration does not fit the study
 * @throws EnvironmentError where the disk is full or refuses
 */
export function beginSweep(store: Store, sweep: Sweep): void {
  const state = createState();
  const { events } = plan(sweep, state);
  if (events.length === 0) throw new ConfigError('sweep: there must be a trial to run, got none');
  const text = `${JSON.stringify(sweep.file, undefined, 2)}\n`;
  if (!store.create(SWEEP, text) && store.read(SWEEP) !== text) {
    throw new ConfigError('sweep: the folder must be new or hold this sweep, got one with another sweep');
  }
  if (store.read(PLAN) === undefined) {
    store.replace(PLAN, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
}

/**
 * The description of the sweep that a folder holds.
 *
 * @throws EnvironmentError where it holds none; DataError where the file is not what it must be
 */
export function readSweepFile(store: Store): SweepFile {
  const text = store.read(SWEEP);
  if (text === undefined) {
    throw new EnvironmentError(
      `sweep: the folder must be one that \`sweep submit\` made, got one without ${SWEEP}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError(`sweep: ${SWEEP} must hold JSON, got ${JSON.stringify(text.slice(0, 40))}`);
  }
  const parsed = SweepFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DataError(`sweep: ${SWEEP} must fit its schema, got\n${z.prettifyError(parsed.error)}`);
}
