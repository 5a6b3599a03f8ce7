import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors';
import type { Figure } from '../Figure';
import type { Part, Session } from '../Session';
import { openCurves } from './curves';
import { onDisk } from './diskErrors';
import { toJson } from './jsonNumbers';
import type { Results, Status } from './runFiles';
import { makeFolder, writeFileAtomic } from './writeFileAtomic';

/** How far a run is: `done` of `total` under a label, with a note such as the loss. */
export type ProgressReport = {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly note: string | undefined;
};

export type RunWriterOptions = {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly resume: boolean;
  readonly part: Part | undefined;
  readonly now: () => Date;
  readonly onProgress: (report: ProgressReport) => void;
  readonly onLog: (message: string) => void;
};

/** What writes a run directory while a study runs. */
export type RunWriter = {
  readonly session: Session;
  /** A line for the log and the listener. */
  say(message: string): void;
  /** A line for the log alone. */
  note(message: string): void;
  figure(figure: Figure): void;
  results(results: Results): void;
  status(state: Status['state'], message?: string): void;
};

const STATUS_EVERY = 1000; // ms
const PROGRESS_EVERY = 10_000; // ms between two progress lines of log.txt

/** Opens a run directory for writing; every file but the logs is replaced as a whole. */
export function openRunWriter(options: RunWriterOptions): RunWriter {
  const { directory, now, onProgress, onLog } = options;
  const curves = openCurves(directory, now);
  let step = 0;
  let state: Status['state'] = 'running';
  const note = throttled((line: string) => writeLog(line), PROGRESS_EVERY, now);
  const writeLog = (line: string) =>
    onDisk('log', directory, () =>
      appendFileSync(join(directory, 'log.txt'), `${now().toISOString()} ${line}\n`),
    );
  const status = (message?: string) => {
    const content: Status = {
      state,
      step,
      updated: now().toISOString(),
      pid: process.pid,
      ...(message === undefined ? {} : { message }),
    };
    writeFileAtomic(join(directory, 'status.json'), `${toJson(content, 2)}\n`);
  };
  const beat = throttled(() => status(), STATUS_EVERY, now);
  const say = (message: string) => {
    writeLog(message);
    onLog(message);
  };
  const session: Session = {
    signal: options.signal,
    checkpoints: join(directory, 'checkpoints'),
    resume: options.resume,
    ...(options.part && { part: options.part }),
    log: (at, values) => {
      curves.add(at, values);
      step = at;
      beat('');
    },
    progress: (label, done, total, remark) => {
      onProgress({ label, done, total, note: remark });
      beat('');
      note(`${label} ${done}/${total}${remark === undefined ? '' : ` ${remark}`}`);
    },
    now: () => performance.now(),
    say,
    rewind: curves.rewind,
  };
  return {
    session,
    say,
    note: writeLog,
    figure: (figure) => writeFigure(directory, figure),
    results: (results) => writeFileAtomic(join(directory, 'results.json'), `${toJson(results, 1)}\n`),
    status: (next, message) => {
      state = next;
      status(message);
    },
  };
}

/** Calls `f` at most once per `interval` ms; the calls in between are dropped. */
export function throttled(
  f: (line: string) => void,
  interval: number,
  now: () => Date,
): (line: string) => void {
  let last = -Infinity;
  return (line) => {
    const time = now().getTime();
    if (time - last < interval) return;
    last = time;
    f(line);
  };
}

function writeFigure(directory: string, figure: Figure): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(figure.name)) {
    throw new ConfigError(
      `figure: the name must be letters, digits, dots and dashes, at most 100, got ${figure.name}`,
    );
  }
  const folder = join(directory, 'figures');
  makeFolder(folder);
  writeFileAtomic(join(folder, `${figure.name}.json`), `${toJson(figure)}\n`);
}
