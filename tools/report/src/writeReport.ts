import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError, type Figure } from '@goal-driven/core';
import { figureCsv } from './figureCsv';
import { renderReport } from './renderReport';
import type { ReportRun } from './ReportRun';

/**
 * Writes a run's page, and `<name>.csv` of every figure into its folder of figures. Each file appears
 * whole or not at all.
 *
 * @param page    where the page goes; folders on the way are made
 * @param folders where the tables of each run's figures go, in the order of the runs
 * @throws DataError when a figure's name is no plain file name
 */
export async function writeReport(
  runs: readonly ReportRun[],
  page: string,
  folders: readonly string[],
): Promise<void> {
  for (const [index, run] of runs.entries()) {
    for (const figure of run.figures) {
      await writeWhole(join(folders[index]!, `${fileNameOf(figure)}.csv`), figureCsv(figure));
    }
  }
  await writeWhole(page, renderReport(runs));
}

function fileNameOf({ name }: Figure): string {
  if (!/^\w[\w.-]*$/.test(name)) {
    throw new DataError(
      `writeReport: a figure's name must be letters, digits, dots and dashes, got ${JSON.stringify(name)}`,
    );
  }
  return name;
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  await writeFile(draft, text);
  await rename(draft, path);
}
