import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import {
  judgeCriterion,
  Manifest,
  Results,
  Status,
  type ClaimResult,
  type Criterion,
} from '@goal-driven/core';
import { DataError } from '@goal-driven/core/arrays';
import { formatNumber } from '@goal-driven/report';
import { modelLabels } from '../runs/modelLabels';
import { runsLimits } from '../runs/RunsFile';
import type { Shared } from './createShared';
import type { FoundRun } from './findRuns';
import type { IndexedRun } from './IndexedRun';
import { readJsonFile } from './readJsonFile';
import { rowsOfScores } from './rowsOfScores';
import { settingsOf } from './settingsOf';

/** Bytes that a file of a run may have to be read. */
const LIMITS = {
  'manifest.json': 1e6,
  'status.json': 1e5,
  'config.json': 1e6,
  'results.json': 16e6,
} as const;

/** What changes when the run does; undefined where the folder is gone. */
export function stampOf(folder: string): string {
  return [...Object.keys(LIMITS), 'report.html']
    .map((name) => {
      const status = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return status === undefined ? '' : `${status.mtimeMs} ${status.size} ${status.ino}`;
    })
    .join(';');
}

/**
 * What is kept of a run's folder. It never fails: whatever is wrong with a run is told as its fault, so that it does not
 * hide the others.
 */
export function readIndexedRun({ folder, name }: FoundRun, stamp: string, shared: Shared): IndexedRun {
  const faults: string[] = [];
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      faults.push(oneLine(error instanceof Error ? error.message : 'unknown'));
      return undefined;
    }
  };
  const manifest = attempt(() => parse('manifest.json', Manifest, folder));
  const status = attempt(() => parse('status.json', Status, folder));
  const settings = attempt(() => settingsOf(readJsonFile(folder, 'config.json', LIMITS['config.json'])));
  const written = lstatSync(join(folder, 'results.json'), { throwIfNoEntry: false }) !== undefined;
  const results = written ? attempt(() => parse('results.json', Results, folder)) : undefined;
  const study = short(manifest?.study ?? '');
  const state = faults.length > 0 ? 'broken' : (status?.state ?? '');
  return {
    id: createHash('sha256').update(folder).digest('base64url').slice(0, 16),
    folder,
    name: name.slice(-runsLimits.text),
    stamp,
    fault: faults.length === 0 ? undefined : short(faults.join('; ')),
    study: shared.text(study),
    state,
    started: short(manifest?.started ?? ''),
    hasReport: lstatSync(join(folder, 'report.html'), { throwIfNoEntry: false })?.isFile() ?? false,
    labels: modelLabels(settings ?? new Map(), study),
    settings: {
      paths: shared.list([...(settings?.keys() ?? [])]),
      texts: [...(settings?.values() ?? [])].map(shared.text),
    },
    rows: rowsOfScores(results?.scores ?? [], String(manifest?.seed ?? ''), shared),
    claim: results?.claim && told(results.claim, state),
  };
}

type Schema<Value> = {
  safeParse(value: unknown): { success: boolean; data?: Value | undefined; error?: Error | undefined };
};

function parse<Value>(name: keyof typeof LIMITS, schema: Schema<Value>, folder: string): Value {
  const { data, error } = schema.safeParse(readJsonFile(folder, name, LIMITS[name]));
  if (data === undefined)
    throw new DataError(`${name}: must be a file of a run, got ${error?.message ?? 'another'}`);
  return data;
}

function told({ statement, criteria, findings, verdict }: ClaimResult, state: string): IndexedRun['claim'] {
  const line = (criterion: Criterion) => {
    const found = findings.find(({ statistic }) => statistic === criterion.statistic);
    const asked = 'above' in criterion ? `above ${criterion.above}` : `below ${criterion.below}`;
    if (found === undefined) return short(`${criterion.meaning}: asked ${asked}, not found yet`);
    const against = found.against === undefined ? '' : `, against ${found.against}`;
    const [low, high] = found.interval.map(formatNumber);
    return short(
      `${criterion.meaning}: ${formatNumber(found.value)}, interval ${low} to ${high}, n = ${found.n}${against}; asked ${asked}: ${judgeCriterion(criterion, found)}`,
    );
  };
  return { statement: short(statement), verdict: verdict ?? state, found: criteria.slice(0, 20).map(line) };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 300);

const short = (text: string): string => text.slice(0, 1000);
