import { InvalidArgumentError, Option, type Command } from 'commander';
import { examples } from './examples';
import type { Io } from './Io';

type Exit = (code: number) => void;

/** The commands of `goal-driven data`. What a command does is loaded when it runs. */
export function addData(program: Command, io: Io, exit: Exit): void {
  const data = program
    .command('data')
    .summary('data sets and published weights: list, download, verify, or make a stand-in')
    .description(
      'Data sets and published weights. They are kept in GOAL_DRIVEN_DATA, else in the cache, a folder for each. ' +
        'Proxies of the environment are used; GOAL_DRIVEN_OFFLINE=1 leaves the network alone.',
    )
    .addHelpText(
      'after',
      examples(
        'goal-driven data ls --study mec',
        'goal-driven data fetch convrnns/rgc_shallow',
        'goal-driven data verify synapses',
        'goal-driven data make mallory-2021 --seed 1',
        'goal-driven run mec/neural-fits --set recordings=$(goal-driven data path mallory-2021 --synthetic)/sessions.json',
      ),
    );
  addLooking(data, io, exit);
  data
    .command('fetch')
    .description(
      'Download what is not there, verify it, and print the folders; an interrupted download goes on.',
    )
    .argument('<name...>', 'an entry, or a part: convrnns/rgc_shallow')
    .option('--offline', 'only say what to place where')
    .option('--json', 'print JSON')
    .action(async (names: string[], options: { offline?: boolean; json?: boolean }) =>
      exit(await (await import('./commands/data')).dataFetch(names, options, io)),
    );
  data
    .command('make')
    .description('Make a synthetic stand-in of the same layout, where there is a generator of its kind.')
    .argument('<name>', 'an entry')
    .option('--seed <n>', 'seed of every random number', parseWhole, 0)
    .option('--count <n>', 'how much: images, or cells of an animal', parseCount)
    .option('--json', 'print JSON')
    .action(async (name: string, options: { seed: number; count?: number; json?: boolean }) =>
      (await import('./commands/data')).dataMake(name, options, io),
    );
}

function addLooking(data: Command, io: Io, exit: Exit): void {
  data
    .command('ls')
    .description('List what there is, or tell all of one entry.')
    .argument('[name]', 'an entry, such as convrnns')
    .option('--study <field>', 'of one field, such as mec')
    .addOption(
      new Option('--kind <kind>', 'of one kind').choices([
        'stimuli',
        'recordings',
        'weights',
        'synapses',
        'observables',
      ]),
    )
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, options: { study?: string; kind?: string; json?: boolean }) =>
      (await import('./commands/data')).dataLs(name, options, io),
    );
  data
    .command('verify')
    .description('Hold files against their hashes. Exit code 1 where one is wrong, or of those named absent.')
    .argument('[name...]', 'entries or parts; all that is there where left out')
    .option('--json', 'print JSON')
    .action(async (names: string[], options: { json?: boolean }) =>
      exit(await (await import('./commands/data')).dataVerify(names, options, io)),
    );
  data
    .command('path')
    .description('Print the folder of an entry.')
    .argument('<name>', 'an entry')
    .option('--synthetic', 'of its stand-in')
    .action(async (name: string, options: { synthetic?: boolean }) =>
      (await import('./commands/data')).dataPath(name, options, io),
    );
}

function parseWhole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('it is a whole number of at least 0.');
  return value;
}

function parseCount(text: string): number {
  const value = parseWhole(text);
  if (value < 1 || value > 1e6) throw new InvalidArgumentError('it is a whole number in 1 .. 1000000.');
  return value;
}
