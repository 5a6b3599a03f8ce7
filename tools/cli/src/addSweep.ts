import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { examples } from './examples';
import type { Io } from './Io';
import { parseCount } from './parseCount';

type Exit = (code: number) => void;

/** The commands of `goal-driven sweep`. What a command does is loaded when it runs. */
export function addSweep(program: Command, io: Io, exit: Exit): void {
  const sweep = program
    .command('sweep')
    .summary('run many configurations of a study, here or on a cluster')
    .description(
      'Run many configurations of a study: a grid, a search, a list. One file describes them; a folder on a disk that all ' +
        'workers share holds all there is to know, so that anything may be killed and gone on with.',
    )
    .addHelpText(
      'after',
      examples(
        'goal-driven sweep plan grid.json --time',
        'goal-driven sweep submit grid.json --out sweeps/grid --workers 2',
        'goal-driven sweep submit grid.json --out sweeps/grid --executor slurm --workers 40 --set partition=gpu --set gpus=1 --set time=4:00:00',
        'goal-driven sweep status sweeps/grid',
        'goal-driven sweep collect sweeps/grid --format parquet',
      ),
    );
  addBeginning(sweep, io, exit);
  addManagement(sweep, io, exit);
  addResults(sweep, io, exit);
  addWorkers(sweep, io, exit);
}

const executor = () =>
  new Option('-e, --executor <kind>', 'where the workers run').choices(['local', 'slurm', 'kubernetes']);
const workers = () => new Option('-w, --workers <n>', 'how many workers').argParser(parseCount);
const set = () =>
  new Option('-s, --set <option=value>', 'an option of the executor, such as partition=gpu; repeatable')
    .argParser((value: string, previous: string[]) => [...previous, value])
    .default([]);

function addBeginning(sweep: Command, io: Io, exit: Exit): void {
  sweep
    .command('plan')
    .description('Show what a sweep would run: which trials, how many; with --time also for how long.')
    .argument('<file>', 'the sweep, JSON or YAML')
    .option('--time', 'run the first trial, and throw it away, to estimate the time of all')
    .addOption(workers().default(availableParallelism()))
    .option('--json', 'print JSON')
    .action(async (file: string, options: { time?: boolean; workers: number; json?: boolean }) =>
      exit(await (await import('./commands/sweep/plan')).plan(file, options, io)),
    );
  sweep
    .command('submit')
    .description(
      'Begin a sweep in a folder and set workers to it. Here: until it is through. On a cluster: hand them in.',
    )
    .argument('<file>', 'the sweep, JSON or YAML')
    .requiredOption('-o, --out <folder>', "the sweep's folder, on a disk that all workers see")
    .addOption(executor().default('local'))
    .addOption(workers())
    .addOption(set())
    .action(async (file: string, options: object) => {
      const { submit } = await import('./commands/sweep/sweep');
      exit(await submit(file, options as Parameters<typeof submit>[1], io));
    });
  sweep
    .command('resume')
    .description(
      'Go on with a sweep that was stopped or cancelled, or that lost workers; where it ran before, or elsewhere.',
    )
    .argument('<folder>', "the sweep's folder")
    .addOption(executor())
    .addOption(workers())
    .addOption(set())
    .action(async (folder: string, options: object) => {
      const { resume } = await import('./commands/sweep/sweep');
      exit(await resume(folder, options, io));
    });
}

function addManagement(sweep: Command, io: Io, exit: Exit): void {
  sweep
    .command('status')
    .description('Say where a sweep is: what runs, what failed, the best so far.')
    .argument('<folder>', "the sweep's folder")
    .option('--watch', 'again and again, until it is through')
    .option('--json', 'print JSON')
    .action(async (folder: string, options: { watch?: boolean; json?: boolean }) =>
      exit(await (await import('./commands/sweep/status')).status(folder, options, io)),
    );
  sweep
    .command('retry')
    .description('Let failed trials wait again.')
    .argument('<folder>', "the sweep's folder")
    .option('--failed', 'all that failed')
    .action(async (folder: string, options: { failed?: boolean }) =>
      exit((await import('./commands/sweep/sweep')).retry(folder, options, io)),
    );
  sweep
    .command('cancel')
    .description('Tell all workers to keep what they have and stop, and take waiting jobs out of the queue.')
    .argument('<folder>', "the sweep's folder")
    .action(async (folder: string) =>
      exit(await (await import('./commands/sweep/sweep')).cancel(folder, io)),
    );
}

function addResults(sweep: Command, io: Io, exit: Exit): void {
  sweep
    .command('collect')
    .description('Write one table of all trials: settings, state, objectives, scores.')
    .argument('<folder>', "the sweep's folder")
    .addOption(
      new Option('-f, --format <kind>', 'how the table is written')
        .choices(['csv', 'parquet'])
        .default('csv'),
    )
    .option('-o, --out <file>', "the table (default: trials.csv or .parquet in the sweep's folder)")
    .action(async (folder: string, options: { format: 'csv' | 'parquet'; out?: string }) =>
      exit(await (await import('./commands/sweep/results')).collect(folder, options, io)),
    );
  sweep
    .command('report')
    .description('Write a page: the best trials, what mattered, how the search went, learning curves.')
    .argument('<folder>', "the sweep's folder")
    .option('-o, --out <file>', "the page (default: report.html in the sweep's folder)")
    .action(async (folder: string, options: { out?: string }) =>
      exit(await (await import('./commands/sweep/results')).report(folder, options, io)),
    );
}

function addWorkers(sweep: Command, io: Io, exit: Exit): void {
  sweep
    .command('work')
    .description('Be one worker of a sweep: what executors start, on whatever machine sees the folder.')
    .argument('<folder>', "the sweep's folder")
    .addOption(
      new Option('--idle <seconds>', 'leave after so long without a trial to run').argParser(parseSeconds),
    )
    .addOption(new Option('--most <n>', 'take at most so many trials').argParser(parseCount))
    .addOption(
      new Option('--grace <seconds>', 'how long a trial may take to keep what it has').argParser(
        parseSeconds,
      ),
    )
    .action(async (folder: string, options: object) =>
      exit(await (await import('./commands/sweep/work')).work(folder, options, io)),
    );
  sweep
    .command('serve', { hidden: true })
    .description("Run a worker's trials; started by the worker.")
    .action(async () => (await import('./commands/sweep/work')).serve());
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0))
    throw new InvalidArgumentError('it must be a number of seconds.');
  return seconds;
}
