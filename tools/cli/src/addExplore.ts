import { InvalidArgumentError, type Command } from 'commander';
import { examples } from './examples';
import type { Io } from './Io';

/** The command that shows runs in a browser. */
export function addExplore(program: Command, io: Io): void {
  program
    .command('explore')
    .summary('show runs, and models that run, in a browser')
    .description(
      'Serve a page on 127.0.0.1 that shows all runs of some folders side by side, and models that run in the ' +
        'browser. It reads and never writes; the runs are answered to the printed address alone.',
    )
    .argument('[runs...]', 'folders that hold runs, at any depth (default: runs, where it is there)')
    .option('--port <n>', 'where to listen (default: a free port)', parsePort)
    .option('--open', 'open a browser')
    .option('--json', 'print the address as JSON')
    .addHelpText('after', examples('goal-driven explore', 'goal-driven explore runs sweeps/cells --open'))
    .action(async (runs: string[], options: { port?: number; open?: boolean; json?: boolean }) =>
      (await import('./commands/explore')).explore(runs, options, io),
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('a port is a whole number of at most 65535.');
  }
  return port;
}
