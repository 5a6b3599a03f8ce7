import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { makeFolder, readRun, writeFileAtomic, type Score } from '@goal-driven/core';
import { writeReport, type ReportRun, type ReportTable } from '@goal-driven/report';
import {
  bestTrials,
  objectiveName,
  pointText,
  readState,
  runFolderOf,
  sweepFigures,
  sweepStatus,
  tableCsv,
  tableParquet,
  tidyTable,
  trialRows,
  trialScores,
  type Point,
  type SweepFile,
  type TrialRow,
} from '@goal-driven/sweep';
import { exitCodes } from '../../exitCodes';
import type { Io } from '../../Io';
import { shellLine } from '../../shellLine';
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

/** Writes the page of a sweep, with its figures' data beside it. Gives the exit code. */
export async function report(folder: string, { out }: { readonly out?: string }, io: Io): Promise<number> {
  const { root, store, sweep } = openFolder(folder);
  const { state } = readState(store);
  const { file, study, space } = sweep;
  const rows = trialRows(state);
  const scores = trialScores(store, state);
  const common = sweepFigures(rows, {
    axes: file.axes,
    objectives: file.objectives,
    units: file.objectives.map(({ metric }) => unitOf(metric, scores)),
    curves: { axes: { x: 'updates', y: 'loss' }, byTrial: learningCurves(root, rows) },
  });
  const figures = [...common, ...(space.figures?.(rows, file.objectives) ?? [])];
  const folderOfFigures = join(root, 'figures');
  for (const figure of figures) {
    makeFolder(folderOfFigures);
    writeFileAtomic(join(folderOfFigures, `${figure.name}.json`), `${JSON.stringify(figure)}\n`);
  }
  const page = out ?? join(root, 'report.html');
  const run: ReportRun = {
    name: basename(root),
    study: {
      name: `Sweep of ${study.name}`,
      question: study.question,
      sources: study.sources,
    },
    status: inOneLine(sweepStatus(store, sweep)),
    seed: file.seed,
    backend: file.backend,
    command: shellLine(['goal-driven', 'sweep', 'submit', join(root, 'sweep.json'), '--out', 'sweeps/again']),
    environment: {},
    config: file,
    scores: [],
    tables: tablesOf(rows, file),
    figures,
    data: relative(dirname(resolve(page)), folderOfFigures)
      .split(sep)
      .map(encodeURIComponent)
      .join('/'),
  };
  await writeReport([run], page, [folderOfFigures]);
  io.stdout.write(`${page}\n`);
  return exitCodes.done;
}

const unitOf = (metric: string, scores: ReadonlyMap<string, readonly Score[]>): string => {
  for (const list of scores.values()) {
    const unit = list.find((score) => score.metric === metric)?.unit;
    if (unit !== undefined) return unit === '1' ? '' : unit;
  }
  return '';
};

/** The logged loss of each finished trial that logged one. */
function learningCurves(root: string, rows: readonly TrialRow[]) {
  const byTrial = new Map<string, { x: number[]; y: number[] }>();
  for (const { id, state, attempts } of rows) {
    if (state !== 'finished') continue;
    const path = join(root, runFolderOf(id, attempts));
    if (!existsSync(join(path, 'metrics.jsonl'))) continue;
    const points = readRun(path).metrics.filter(({ values }) => values['loss'] !== undefined);
    if (points.length > 1)
      byTrial.set(id, { x: points.map(({ step }) => step), y: points.map(({ values }) => values['loss']!) });
  }
  return byTrial;
}

const MOST = 12;

/** The first values of a point, as a line of the terminal has them; all of them where it is opened. */
const pointCell = (point: Point) => ({ short: pointText(point, MOST), whole: pointText(point) });

/** The best suggestions, and what failed. */
function tablesOf(rows: readonly TrialRow[], { objectives }: SweepFile): ReportTable[] {
  const names = objectives.map(objectiveName);
  const best = objectives.length === 0 ? [] : bestTrials(rows, objectives, { count: 10 });
  const failed = rows.filter(({ state }) => state === 'failed');
  return [
    {
      title: 'Best, averaged over seeds',
      columns: ['number', ...names, 'point'],
      rows: best.map(({ index, objectives: values, point }) => [index, ...values, pointCell(point)]),
    },
    ...(failed.length === 0
      ? []
      : [
          {
            title: 'Failed',
            columns: ['trial', 'number', 'seed', 'point'],
            rows: failed.map(({ id, index, seed, point }) => [id, index, seed, pointCell(point)]),
          },
        ]),
  ];
}
