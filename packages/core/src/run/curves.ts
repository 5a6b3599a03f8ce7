import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DataError } from '../errors';
import { codeOf, diskError, onDisk } from './diskErrors';
import { eventFrame, type EventRecord } from './eventFrame';
import { JsonNumber, toJson } from './jsonNumbers';
import { makeFolder, writeFileAtomic } from './writeFileAtomic';

/** A line of `metrics.jsonl`: the number of updates done, and named values beside it. */
export const MetricsLine = z
  .object({ step: z.number() })
  .catchall(JsonNumber)
  .transform(({ step, ...values }) => ({ step, values: values as { [name: string]: number } }));
export type MetricsLine = z.output<typeof MetricsLine>;

/** The curves of a run, written as they come: `metrics.jsonl` and a TensorBoard event file. */
export type Curves = {
  add(step: number, values: { readonly [name: string]: number }): void;
  /** Drops the points of training `name` past `step`; -1 drops all of them. */
  rewind(step: number, name: string): void;
};

/** Opens the curves of a run directory. Each process writes an event file of its own; TensorBoard joins them. */
export function openCurves(directory: string, now: () => Date): Curves {
  const path = join(directory, 'metrics.jsonl');
  const board = join(directory, 'tensorboard');
  makeFolder(board);
  const events = join(board, eventFileName(board, now()));
  const append = (file: string, content: string | Uint8Array) =>
    onDisk('curves', file, () => appendFileSync(file, content));
  const emit = (event: EventRecord) => append(events, eventFrame(event));
  const seconds = () => now().getTime() / 1000;
  writeFileAtomic(
    path,
    keptText(path, () => true),
  ); // less a torn last line
  emit({ kind: 'version', seconds: seconds(), step: 0 });
  return {
    add: (step, values) => {
      append(path, `${toJson({ step, ...values })}\n`);
      emit({ kind: 'scalars', seconds: seconds(), step, values });
    },
    rewind: (step, name) => {
      const belongs = ({ values }: MetricsLine) =>
        name === '' || Object.keys(values).some((key) => key.startsWith(`${name}/`));
      writeFileAtomic(
        path,
        keptText(path, (line) => line.step <= step || !belongs(line)),
      );
      if (name === '') emit({ kind: 'restart', seconds: seconds(), step: step + 1 });
    },
  };
}

/** The points in the text of a `metrics.jsonl`; a torn last line is left out, any other bad line is an error. */
export function parseMetrics(text: string): MetricsLine[] {
  const lines = text.split('\n');
  lines.pop(); // what follows the last line end is empty or torn
  return lines.map((line, index) => {
    try {
      return MetricsLine.parse(JSON.parse(line));
    } catch (error) {
      throw new DataError(
        `metrics.jsonl: line ${index + 1} must be {"step": number, ...numbers}, got ${line.slice(0, 80)}`,
        { cause: error },
      );
    }
  });
}

function keptText(path: string, keep: (line: MetricsLine) => boolean): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw diskError('curves', path, error);
  }
  const kept = parseMetrics(text).filter(keep);
  return kept.map(({ step, values }) => `${toJson({ step, ...values })}\n`).join('');
}

// TensorBoard takes the files of a folder in the order of their names.
function eventFileName(board: string, now: Date): string {
  const seconds = String(Math.floor(now.getTime() / 1000)).padStart(10, '0');
  const count = readdirSync(board).length;
  return `events.out.tfevents.${seconds}.${String(count).padStart(4, '0')}.goal-driven`;
}
