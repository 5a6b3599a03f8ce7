import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { writeReport } from '@goal-driven/report';
import type { Io } from '../Io';
import { loadRun } from '../loadRun';

type Options = { readonly out?: string; readonly json?: boolean };

/** Writes the page of one run into its folder, or of several side by side. */
export async function report(
  folders: readonly string[],
  { out, json = false }: Options,
  { stdout }: Io,
): Promise<void> {
  const page = out ?? (folders.length === 1 ? join(folders[0]!, 'report.html') : 'report.html');
  await writePage(folders, page);
  stdout.write(json ? `${JSON.stringify({ report: resolve(page) })}\n` : `${page}\n`);
}

/** Draws the runs in these folders on one page; the tables go beside each run's figures. */
export async function writePage(folders: readonly string[], page: string): Promise<void> {
  const runs = folders.map(loadRun);
  const names = distinctNames(folders);
  const placed = runs.map((run, index) => ({
    ...run,
    name: names[index]!,
    data: address(relative(dirname(resolve(page)), resolve(folders[index]!, 'figures'))),
  }));
  await writeReport(
    placed,
    page,
    folders.map((folder) => join(folder, 'figures')),
  );
}

/** The folders' own names, or their whole paths where two have the same. */
function distinctNames(folders: readonly string[]): string[] {
  const short = folders.map((folder) => basename(resolve(folder)));
  return new Set(short).size === short.length ? short : [...folders];
}

const address = (path: string): string => path.split(sep).map(encodeURIComponent).join('/');
