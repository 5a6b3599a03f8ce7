import { join } from 'node:path';
import { writeFileAtomic } from '@goal-driven/core';
import {
  readState,
  sweepStatus,
  tableCsv,
  tableParquet,
  tidyTable,
  trialRows,
  trialScores,
} from '@goal-driven/sweep';
import { exitCodes } from '../../exitCodes';
import type { Io } from '../../Io';
import { openFolder } from './openFolder';
import { inOneLine } from './statusText';

type CollectOptions = { readonly format?: 'csv' | 'parquet'; readonly out?: string };

/** Writes one table of all trials. Gives the exit code: 75 where the sweep is not through yet. */
export async function collect(
  folder: string,
  { format = 'csv', out }: CollectOptions,
  io: Io,
): Promise<number> {
  const { root, store, sweep } = openFolder(folder);
  const { state } = readState(store);
  const { axes, objectives } = sweep.file;
  const table = tidyTable(trialRows(state), { axes, objectives, scores: trialScores(store, state) });
  const path = out ?? join(root, `trials.${format}`);
  writeFileAtomic(path, format === 'csv' ? tableCsv(table) : tableParquet(table));
  const status = sweepStatus(store, sweep);
  io.stdout.write(`${path}\n`);
  io.stderr.write(`${inOneLine(status)}\n`);
  return status.state === 'done' ? exitCodes.done : exitCodes.interrupted;
}

export async function report(_folder: string, _options: object, _io: Io): Promise<number> {
  throw new Error('later');
}
