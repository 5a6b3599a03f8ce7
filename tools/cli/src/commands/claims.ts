import { existsSync } from 'node:fs';
import { judgeCriterion, type Criterion } from '@goal-driven/core';
import { formatNumber } from '@goal-driven/report';
import { runExperiment, type RunOptions } from './run';
import { claimRuns, type ClaimRun } from '../claimRuns';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { lookUp } from '../nearest';
import { plainText } from '../plainText';
import { claims } from '../registry';

type Options = {
  readonly json?: boolean;
  /** Folder of runs; `runs` where there is one. */
  readonly runs?: string;
};

/** Lists the claims, of one field where it is named, and what came of them in runs already done. */
export function listClaims(
  field: string | undefined,
  { json = false, runs }: Options,
  { stdout, stderr }: Io,
): void {
  const fields = Object.fromEntries(Object.keys(claims).map((name) => [name.split('/')[0]!, true]));
  if (field !== undefined) lookUp('field', field, fields);
  const folder = runs ?? (existsSync('runs') ? 'runs' : undefined);
  const done =
    folder === undefined ? [] : claimRuns(folder, (message) => stderr.write(`skipped: ${message}\n`));
  const listed = Object.values(claims)
    .filter(({ name }) => field === undefined || name.startsWith(`${field}/`))
    .map(({ name, claim, presets }) => ({
      ...{ name, ...claim, presets: Object.keys(presets) },
      runs: done.filter((run) => run.claim === name),
    }));
  if (json) return void stdout.write(`${JSON.stringify(listed, undefined, 2)}\n`);
  const rows = listed.map(({ name, presets, statement }) => [name, presets.join(', '), statement]);
  stdout.write(formatTable([['claim', 'presets', 'statement'], ...rows]));
  if (listed.some(({ runs: own }) => own.length > 0)) stdout.write(`\n${runsTable(listed)}`);
}

/** Puts a claim to the test: progress on stderr, verdict and scores on stdout. Gives the exit code. */
export const runClaim = (name: string, options: RunOptions, io: Io): Promise<number> =>
  runExperiment(lookUp('claim', name, claims), { ...options, command: ['claims', 'run'] }, io);

const HEADING = ['claim', 'verdict', 'found', 'interval', 'asked', 'n', 'against', 'settings', 'time', 'run'];

/** Verdicts with the statistics behind them, a line for each criterion; claims that nobody tested stand there too. */
function runsTable(listed: readonly { readonly name: string; readonly runs: readonly ClaimRun[] }[]): string {
  const rows = listed.flatMap(({ name, runs }) =>
    runs.length === 0 ? [[name, 'not tested']] : runs.flatMap(runRows),
  );
  return formatTable([HEADING, ...rows]);
}

function runRows({ claim, run, preset, seed, state, seconds, result }: ClaimRun): string[][] {
  const { criteria, findings, verdict } = result;
  const settings = `${plainText(preset ?? 'given')}, seed ${seed}`;
  const time = seconds === undefined ? '' : `${Math.round(seconds)} s`;
  const lines = criteria.map((criterion) => criterionCells(criterion, findings));
  return lines.map((cells, line) =>
    line === 0
      ? [claim, verdict ?? state, ...cells.map(plainText), settings, time, plainText(run)]
      : ['', '', ...cells.map(plainText)],
  );
}

function criterionCells(criterion: Criterion, findings: ClaimRun['result']['findings']): string[] {
  const found = findings.find(({ statistic }) => statistic === criterion.statistic);
  const { statistic } = criterion;
  if (found === undefined) return [statistic, '', asked(criterion), '', ''];
  return [
    `${statistic} ${formatNumber(found.value)}`,
    found.interval.map(formatNumber).join(' to '),
    `${asked(criterion)}: ${judgeCriterion(criterion, found)}`,
    String(found.n),
    found.against ?? '',
  ];
}

const asked = (criterion: Criterion): string =>
  'above' in criterion ? `above ${criterion.above}` : `below ${criterion.below}`;
