import { join, relative } from 'node:path';
import {
  abortOnSignals,
  readConfigFile,
  resolveConfig,
  runStudy,
  useBackend,
  type Json,
  type Part,
  type RunSummary,
  type Session,
  type Study,
} from '@goal-driven/core';
import { lookUpBackend } from '../lookUpBackend';
import { exitCodes } from '../exitCodes';
import { inParts } from '../inParts';
import { inputFiles } from '../inputFiles';
import type { Io } from '../Io';
import { jsonSchemaOf } from '../JsonSchema';
import { lookUp } from '../nearest';
import { checkPath, parseSet } from '../parseSet';
import { placedData } from '../placedData';
import { progressLine } from '../progressLine';
import { studies } from '../registry';
import { shellLine } from '../shellLine';
import { UsageError } from '../UsageError';

export type RunOptions = {
  readonly preset?: string;
  readonly set: readonly string[];
  readonly config?: string;
  readonly seed: number;
  readonly backend?: string;
  readonly out?: string;
  readonly resume?: 'auto';
  readonly json?: boolean;
  /** Of a claim: how many processes train beside each other. */
  readonly workers?: number;
  /** Of a claim: the part of it that this process does for another. */
  readonly part?: Part;
};

/** Runs a study and writes its report: progress on stderr, scores on stdout. Gives the exit code. */
export const run = (name: string, options: RunOptions, io: Io): Promise<number> =>
  runExperiment(lookUp('study', name, studies), { ...options, command: ['run'] }, io);

/** What was typed, and the words of the command that it was typed to. */
type Options = RunOptions & { readonly command: readonly string[] };

/** Runs a study or puts a claim to the test. */
export async function runExperiment(study: Study, options: Options, io: Io): Promise<number> {
  const { name } = study;
  const settings = await readSettings(study, options, io);
  const inputs = inputFiles(resolveConfig(study, settings));
  const backendReport = await useBackend(
    options.backend === undefined ? undefined : lookUpBackend(options.backend),
  );
  io.stderr.write(
    `${name}, seed ${options.seed}, on ${backendReport.implementation} (${backendReport.chosenBy})\n`,
  );
  const line = progressLine(io.stderr, () => performance.now());
  const { signal, release } = abortOnSignals();
  try {
    const summary = await runStudy(study, {
      ...settings,
      seed: options.seed,
      out: options.out,
      resume: options.resume,
      backendReport,
      command: commandOf(name, options),
      inputs: { ...inputs, ...(options.config === undefined ? {} : { config: options.config }) },
      signal,
      ...claimOptions(study, options),
      onProgress: ({ note = '', ...progress }) => line.show({ ...progress, note }),
      onLog: (message) => {
        line.end();
        io.stderr.write(`${message}\n`);
      },
    });
    line.end();
    return await conclude(summary, { name, options, io });
  } finally {
    line.end();
    release();
  }
}

/** What of a claim is done here, and what others do beside it. */
function claimOptions({ claim, name }: Study, options: Options) {
  const { part, workers = 1, command, seed, backend } = options;
  if (part !== undefined || claim === undefined) return { part };
  return {
    beforehand: (run: { directory: string; session: Session }) => {
      const settings = ['--config', join(run.directory, 'config.json'), '--seed', String(seed)];
      const on = backend === undefined ? [] : ['--backend', backend];
      return inParts({ workers, command: [...command, name, ...settings, ...on] }, run);
    },
  };
}

/** The path from here, or the whole one where that leads up and away. */
const shortest = (path: string): string =>
  relative('.', path).startsWith('..') ? path : relative('.', path);

/** Preset, file and single settings, checked as far as names go; the schema checks the values. */
async function readSettings(study: Study, { preset, set, config }: RunOptions, io: Io) {
  if (preset !== undefined) lookUp(`preset of ${study.name}`, preset, study.presets);
  const schema = jsonSchemaOf(study.config);
  const sets: { [path: string]: Json } = {};
  for (const text of set) {
    const setting = parseSet(text);
    checkPath(setting, schema);
    sets[setting.path.join('.')] = setting.value;
  }
  const file = config === undefined ? {} : await readConfigFile(config);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new UsageError(`--config: ${config} must hold a record of settings, got ${JSON.stringify(file)}`);
  }
  return { preset, ...placedData({ sets, config: file }, (message) => io.stderr.write(`${message}\n`)) };
}

/** The command line that makes this run again, without what only concerned this time. */
const commandOf = (
  name: string,
  { command, preset, set, config, seed, backend, workers }: Options,
): string[] => [
  ...['goal-driven', ...command, name],
  ...(preset === undefined ? [] : ['--preset', preset]),
  ...(config === undefined ? [] : ['--config', config]),
  ...set.flatMap((text) => ['--set', text]),
  ...['--seed', String(seed)],
  ...(backend === undefined ? [] : ['--backend', backend]),
  ...(workers === undefined ? [] : ['--workers', String(workers)]),
];

type Told = { readonly name: string; readonly options: Options; readonly io: Io };

async function conclude(
  { directory, scores, status, claim }: RunSummary,
  { name, options, io }: Told,
): Promise<number> {
  if (status === 'part') return exitCodes.done;
  if (status === 'interrupted') {
    const again = shellLine([...commandOf(name, options), '--out', directory, '--resume', 'auto']);
    io.stderr.write(`interrupted; nothing is lost. To go on:\n  ${again}\n`);
    return exitCodes.interrupted;
  }
  // They bring the library that draws, which training need not wait for.
  const [{ writePage }, { scoreTable }, { verdictText }] = await Promise.all([
    import('./report'),
    import('../scoreTable'),
    import('../verdictText'),
  ]);
  const page = join(directory, 'report.html');
  await writePage([directory], page);
  if (options.json) {
    io.stdout.write(`${JSON.stringify({ directory, status, report: page, claim, scores }, undefined, 2)}\n`);
  } else {
    const verdict = claim === undefined ? '' : `\n${verdictText(claim)}`;
    io.stdout.write(`\n${scoreTable(scores)}${verdict}\nreport: ${shortest(page)}\n`);
  }
  return exitCodes.done;
}
