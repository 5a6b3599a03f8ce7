import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DataError } from '../errors';
import type { Figure } from '../Figure';
import type { Score } from '../Score';
import { parseMetrics, type MetricsLine } from './curves';
import { codeOf } from './diskErrors';
import { FigureFile } from './FigureFile';
import { JsonValue } from './jsonNumbers';
import { Manifest } from './manifest';
import { Results, Status, type ClaimResult } from './runFiles';

const FILE_LIMIT = 256 * 1024 * 1024; // bytes
const FIGURE_LIMIT = 1000;

/** A run as its directory holds it. */
export type RunRecord = {
  readonly config: unknown;
  readonly manifest: Manifest;
  readonly status: Status;
  readonly metrics: readonly MetricsLine[];
  readonly scores: readonly Score[];
  /** False where the run has yet to yield scores, or was stopped before. */
  readonly complete: boolean;
  readonly figures: readonly Figure[];
  /** Where the study is a claim. */
  readonly claim: ClaimResult | undefined;
};

/**
 * Reads a run directory. What a run has not written yet is empty; figures come in the order in which
 * the study drew them.
 *
 * @throws DataError for a folder that is no run, and for a file that is too large or not what it must be
 */
export function readRun(directory: string): RunRecord {
  const results = readOptional(directory, 'results.json', Results);
  return {
    config: read(directory, 'config.json', JsonValue),
    manifest: read(directory, 'manifest.json', Manifest),
    status: read(directory, 'status.json', Status),
    metrics: parseMetrics(textOf(join(directory, 'metrics.jsonl')) ?? ''),
    scores: results?.scores ?? [],
    complete: results?.complete ?? false,
    claim: results?.claim,
    figures: figureNames(directory, results?.figures ?? []).map((name) =>
      read(join(directory, 'figures'), name, FigureFile),
    ),
  };
}

/** One file of a run, or undefined where it is absent; the same errors as `readRun`. */
export function readOptional<Schema extends z.ZodType>(
  directory: string,
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  const text = textOf(join(directory, name));
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError(`${join(directory, name)}: must be JSON, got ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DataError(
    `${join(directory, name)}: must be a file of a run, got\n${z.prettifyError(parsed.error)}`,
  );
}

function read<Schema extends z.ZodType>(directory: string, name: string, schema: Schema): z.output<Schema> {
  const found = readOptional(directory, name, schema);
  if (found === undefined)
    throw new DataError(`${directory}: must be a run directory, got one without ${name}`);
  return found;
}

/** File names of the figures: those of `order` as it has them, then the others by name. */
function figureNames(directory: string, order: readonly string[]): string[] {
  let names: string[];
  try {
    names = readdirSync(join(directory, 'figures')).filter(
      (name) => name.endsWith('.json') && !name.startsWith('.'),
    );
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new DataError(`${join(directory, 'figures')}: must be a readable folder, got ${codeOf(error)}`, {
      cause: error,
    });
  }
  if (names.length <= FIGURE_LIMIT) {
    const drawn = order.map((name) => `${name}.json`).filter((name) => names.includes(name));
    return [...drawn, ...names.filter((name) => !drawn.includes(name)).sort()];
  }
  throw new DataError(`${directory}: must hold at most ${FIGURE_LIMIT} figures, got ${names.length}`);
}

function textOf(path: string): string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new DataError(`${path}: must be a file, got something else`);
    if (stat.size > FILE_LIMIT)
      throw new DataError(`${path}: must be at most ${FILE_LIMIT} bytes, got ${stat.size}`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof DataError) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new DataError(`${path}: must be a readable file, got ${codeOf(error)}`, { cause: error });
  }
}
