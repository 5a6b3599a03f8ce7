import { stat } from 'node:fs/promises';
import type { Source } from '@goal-driven/core';
import type { Io } from '../Io';
import { loadRun } from '../loadRun';
import { lookUp } from '../nearest';
import { experiments } from '../registry';

/** Prints the BibTeX of the works that a run, or a study by its name, stands on. */
export async function cite(run: string, { json = false }: { json?: boolean }, { stdout }: Io): Promise<void> {
  const sources = await sourcesOf(run);
  if (json) return void stdout.write(`${JSON.stringify(sources, undefined, 2)}\n`);
  stdout.write(sources.map(({ bibtex }) => `${bibtex}\n`).join('\n'));
}

async function sourcesOf(run: string): Promise<readonly Source[]> {
  const folder = await stat(run).catch(() => undefined);
  if (folder?.isDirectory()) return loadRun(run).study.sources;
  return lookUp('run, study or claim', run, experiments).sources;
}
