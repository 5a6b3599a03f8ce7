import { join } from 'node:path';
import type { z } from 'zod';
import { judge, type ClaimTerms } from '../Claim';
import type { Finding } from '../Finding';
import type { Json } from '../DataStream';
import { GoalDrivenError } from '../errors';
import { createRng } from '../Rng';
import { PartDone } from '../PartDone';
import type { Score } from '../Score';
import type { Part, Session } from '../Session';
import type { Study } from '../Study';
import { tf } from '../tf';
import { Interrupted } from '../train/Interrupted';
import { toJson } from './jsonNumbers';
import { lockRun } from './lockRun';
import { describeRun, Manifest } from './manifest';
import { readOptional } from './readRun';
import { resolveConfig } from './runConfig';
import { Results, Status, type ClaimResult } from './runFiles';
import { chooseRunFolder, holdsRun } from './runFolder';
import { openRunWriter, throttled, type ProgressReport, type RunWriter } from './RunWriter';
import { versions } from './versions';
import { makeFolder, writeFileAtomic } from './writeFileAtomic';

/** The exit code of a process whose run was interrupted and can be resumed (EX_TEMPFAIL). */
export const EXIT_INTERRUPTED = 75;

export type RunOptions = {
  /** Of the study; the schema's defaults where left out. */
  readonly preset?: string | undefined;
  /** A partial configuration, over the preset. */
  readonly config?: object | undefined;
  /** Values by dotted path, over everything else. */
  readonly sets?: { readonly [path: string]: Json } | undefined;
  /** Every draw of the run is a function of it. */
  readonly seed: number;
  /** The run's folder; `runs/<study>-<time>-<seed>` where left out. */
  readonly out?: string | undefined;
  /** `auto` goes on with the run in `out` (or the newest matching one in `runs`), or begins one. */
  readonly resume?: 'auto' | false | undefined;
  /** What computes, for the manifest. */
  readonly backendReport?: Manifest['backendReport'] | undefined;
  /** How the run was started, for the manifest. */
  readonly command?: readonly string[] | undefined;
  /** Paths of the data files read, by name; their hashes go into the manifest. */
  readonly inputs?: { readonly [name: string]: string } | undefined;
  /** Told of progress as it comes. */
  readonly onProgress?: ((report: ProgressReport) => void) | undefined;
  /** Told of every line of the log. */
  readonly onLog?: ((message: string) => void) | undefined;
  /** Aborted when the run is to keep what it has and stop. */
  readonly signal?: AbortSignal | undefined;
  /** Only this part of a claim's measurements, for another run to join: its status is then `part`. */
  readonly part?: Part | undefined;
  /** Called before the study begins, such as to bring trainings into the folder: `adoptTrainings`. */
  readonly beforehand?: ((run: { directory: string; session: Session }) => Promise<void>) | undefined;
  /** The clock; that of the machine by default. */
  readonly now?: (() => Date) | undefined;
};

export type RunSummary = {
  /** The run's folder. */
  readonly directory: string;
  /** All that the study yielded. */
  readonly scores: readonly Score[];
  /** An interrupted run can be resumed; one that was to do a part has done it. */
  readonly status: 'finished' | 'interrupted' | 'part';
  /** Where the study is a claim: what came of it. */
  readonly claim?: ClaimResult | undefined;
};

/**
 * Runs a study into a run directory: resolved config, manifest, curves, checkpoints, figures, results,
 * log and status. An interrupted run ends well, with `status` saying so, and can be resumed; a finished
 * one that is resumed gives the results it has.
 *
 * @throws ConfigError for a configuration that the schema refuses or a folder that is not this run's
 * @throws EnvironmentError when the folder cannot be written, the disk is full or another process is at it
 */
export async function runStudy<Schema extends z.ZodType>(
  study: Study<Schema>,
  options: RunOptions,
): Promise<RunSummary> {
  const { seed, now = () => new Date() } = options;
  const rng = createRng(seed);
  const config = resolveConfig(study, options);
  const json = JSON.parse(JSON.stringify(config)) as Json;
  const wanted = { study: study.name, seed, config: json };
  const mayResume = options.resume === 'auto';
  const directory = chooseRunFolder(wanted, { out: options.out, resume: mayResume, now: now() });
  await tf.ready(); // names the backend, where none was chosen
  makeFolder(directory);
  const unlock = lockRun(directory);
  try {
    const resume = holdsRun(directory, wanted, mayResume);
    const finished = resume ? finishedResults(directory) : undefined;
    if (finished !== undefined) return { directory, ...finished, status: 'finished' };
    await describe(directory, { ...options, study: study.name, config: json, resume, now: now() });
    const writer = openRunWriter({
      directory,
      signal: options.signal ?? new AbortController().signal,
      resume: resume || options.beforehand !== undefined,
      part: options.part,
      now,
      onProgress: options.onProgress ?? (() => undefined),
      onLog: options.onLog ?? (() => undefined),
    });
    const results = { study: study.name, seed, backend: tf.getBackend(), versions: versions(), config: json };
    const { session } = writer;
    const events = async function* () {
      await options.beforehand?.({ directory, session });
      yield* study.run({ config, rng, session });
    };
    return await follow(events(), {
      writer,
      directory,
      results,
      claim: study.claim,
      now,
    });
  } finally {
    unlock();
  }
}

type Following = {
  readonly writer: RunWriter;
  readonly directory: string;
  readonly results: Omit<Results, 'scores' | 'complete' | 'figures' | 'claim'>;
  readonly claim: ClaimTerms | undefined;
  readonly now: () => Date;
};

/** Writes down what a study yields, until it ends, fails or is interrupted. */
async function follow(
  events: ReturnType<Study['run']>,
  { writer, directory, results, claim: terms, now }: Following,
): Promise<RunSummary> {
  const scores: Score[] = [];
  const figures: string[] = [];
  const findings: Finding[] = [];
  let claim = terms && withFindings(terms, findings);
  const write = (complete: boolean) =>
    writer.results({ ...results, complete, scores, figures, ...(claim && { claim }) });
  const writeSome = throttled(() => write(false), 2000, now);
  try {
    writer.status('running');
    for await (const event of events) {
      if (event.kind === 'figure') {
        writer.figure(event.figure);
        figures.push(event.figure.name);
      } else if (event.kind === 'finding') findings.push(event.finding);
      else scores.push(event.score);
      if (scores.length > 0) writeSome('');
      if (writer.session.signal.aborted)
        throw new Interrupted(`${results.study}: interrupted between two results`, 0);
    }
    if (terms !== undefined)
      claim = { ...withFindings(terms, findings), verdict: judge(terms.criteria, findings) };
    write(true);
    writer.status('finished');
    writer.say(`finished with ${scores.length} scores in ${directory}`);
    return { directory, scores, status: 'finished', claim };
  } catch (error) {
    const part = error instanceof PartDone;
    const interrupted = part || error instanceof Interrupted;
    closeAfter(error, () => {
      writer.status(interrupted ? 'interrupted' : 'failed', (error as Error).message);
      // Who listens hears of a failure by the error itself.
      (interrupted ? writer.say : writer.note)((error as Error).message);
      if (scores.length > 0) write(false);
    });
    if (interrupted) return { directory, scores, status: part ? 'part' : 'interrupted' };
    throw error;
  }
}

/** Tries to note how a run ended; where even that fails, the first error is the one to hear of. */
function closeAfter(error: unknown, f: () => void): void {
  try {
    f();
  } catch (second) {
    if (error instanceof Interrupted || !(second instanceof GoalDrivenError)) throw second;
  }
}

const withFindings = (terms: ClaimTerms, findings: Finding[]): ClaimResult => ({
  statement: terms.statement,
  protocol: terms.protocol,
  criteria: [...terms.criteria],
  findings,
});

function finishedResults(directory: string): Pick<Results, 'scores' | 'claim'> | undefined {
  const status = readOptional(directory, 'status.json', Status);
  if (status?.state !== 'finished') return undefined;
  const results = readOptional(directory, 'results.json', Results);
  return results && { scores: results.scores, claim: results.claim };
}

type Description = Omit<RunOptions, 'config' | 'resume' | 'now'> & {
  readonly study: string;
  readonly config: Json;
  readonly resume: boolean;
  readonly now: Date;
};

/** Writes config and manifest of a new run; notes in the manifest that a known one is taken up again. */
async function describe(directory: string, options: Description): Promise<void> {
  const path = join(directory, 'manifest.json');
  const known = options.resume ? readOptional(directory, 'manifest.json', Manifest) : undefined;
  if (known !== undefined) {
    const resumed = [...known.resumed, options.now.toISOString()];
    return writeFileAtomic(path, `${toJson({ ...known, resumed }, 2)}\n`);
  }
  writeFileAtomic(join(directory, 'config.json'), `${toJson(options.config, 2)}\n`);
  const manifest = await describeRun({
    study: options.study,
    seed: options.seed,
    backendReport: options.backendReport,
    command: options.command ?? process.argv.slice(1),
    inputs: options.inputs ?? {},
    now: options.now,
  });
  writeFileAtomic(path, `${toJson(manifest, 2)}\n`);
}
