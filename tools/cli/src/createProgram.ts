import { Command, InvalidArgumentError, Option } from 'commander';
import { examples } from './examples';
import type { Io } from './Io';
import { addData } from './addData';
import { addExplore } from './addExplore';
import { addWeights } from './addWeights';
import { addSweep } from './addSweep';
import { parseCount } from './parseCount';
import { parsePart } from './parsePart';
import { version } from '../package.json';

/**
 * The tree of commands: names, options, help. What a command does is loaded when it runs, so that help
 * appears at once. An action's result is the exit code.
 */
export function createProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command('goal-driven')
    .description('Goal-driven models of neural circuits: train them, score them, read the report.')
    .version(version)
    .option('--debug', 'show where an error was thrown')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .addHelpText(
      'after',
      examples('goal-driven run mec/path-integration --preset quick', 'goal-driven studies'),
    );
  addRun(program, io, exit);
  addClaims(program, io, exit);
  addLists(program, io);
  addScore(program, io);
  addRuns(program, io);
  addExplore(program, io);
  addSweep(program, io, exit);
  addData(program, io, exit);
  addWeights(program, io, exit);
  addEngine(program, io);
  addCompletion(program, io);
  return program;
}

function addRun(program: Command, io: Io, exit: (code: number) => void): void {
  addRunOptions(
    program
      .command('run')
      .summary('run a study')
      .description('Run a study: train, evaluate, and write everything into one folder with a report.')
      .argument('<study>', 'name of the study, such as mec/path-integration'),
  )
    .addHelpText(
      'after',
      examples(
        'goal-driven run mec/path-integration --preset quick --seed 1',
        'goal-driven run mec/path-integration -p quick -s network.units=256 -s network.cell=gru -o runs/gru',
        'goal-driven run mec/path-integration -p quick -o runs/gru --resume auto',
      ) +
        '\nSettings: goal-driven describe <study>. A stopped run (exit code 75) goes on with --resume auto.\n',
    )
    .action(async (study: string, options: object) => {
      const { run } = await import('./commands/run');
      exit(await run(study, options as Parameters<typeof run>[1], io));
    });
}

/** The options of whatever leaves a run. */
const addRunOptions = (command: Command): Command =>
  command
    .option('-p, --preset <name>', 'named settings, such as quick')
    .option(
      '-s, --set <path=value>',
      'change one setting, such as training.steps=500; repeatable. data:NAME/path is a place in the data of that name',
      collect,
      [],
    )
    .option('-c, --config <file>', 'settings from a JSON or YAML file')
    .option('--seed <n>', 'seed of every random number', parseSeed, 0)
    .option('-b, --backend <name>', 'where tensors are computed: torch, tensorflow, wasm or cpu')
    .option('-o, --out <folder>', "the run's folder")
    .addOption(new Option('--resume <how>', 'go on with a run that was stopped').choices(['auto']))
    .option('--json', 'print the scores as JSON');

function addClaims(program: Command, io: Io, exit: (code: number) => void): void {
  const claims = program
    .command('claims')
    .summary('list the claims that studies make, or put one to the test')
    .description('List the statements that studies make, each an experiment with criteria fixed beforehand.')
    .argument('[field]', 'claims of one field, such as mec')
    .option(
      '-r, --runs <folder>',
      'also what came of them in the runs of a folder (default: runs, where it is there)',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'goal-driven claims mec',
        'goal-driven claims run mec/integration-needed --preset quick',
        'goal-driven claims mec --runs runs',
      ),
    )
    .action(async (field: string | undefined, options: { json?: boolean; runs?: string }) =>
      (await import('./commands/claims')).listClaims(field, options, io),
    );
  addRunOptions(
    claims
      .command('run')
      .description('Put a claim to the test. The verdict: it holds, it does not hold, or it cannot be told.')
      .argument('<claim>', 'its name, as `goal-driven claims` lists it'),
  )
    .option(
      '-w, --workers <n>',
      'processes that train beside each other, with the cores shared out',
      parseCount,
    )
    .addOption(new Option('--part <k/n>', 'what a worker is told').argParser(parsePart).hideHelp())
    .addHelpText('after', '\nThe protocol and what decides: goal-driven describe <claim>.\n')
    .action(async (claim: string, _: object, command: Command) => {
      const { runClaim } = await import('./commands/claims');
      // `--json` is an option of the list too, which takes it wherever it stands.
      exit(await runClaim(claim, command.optsWithGlobals<Parameters<typeof runClaim>[1]>(), io));
    });
}

function addLists(program: Command, io: Io): void {
  program
    .command('studies')
    .description('List the studies with their questions and presets.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven studies --json'))
    .action(async (options: { json?: boolean }) =>
      (await import('./commands/studiesCommand')).studiesCommand(options, io),
    );
  program
    .command('models')
    .description('List every named architecture with its input and its numbers of parameters and units.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven models', 'goal-driven models --json'))
    .action(async (options: { json?: boolean }) =>
      (await import('./commands/modelsCommand')).modelsCommand(options, io),
    );
  program
    .command('describe')
    .summary('show the settings of a study, model, metric, cell or optimizer')
    .description(
      'Show what a study, model, metric, cell or optimizer is: settings, defaults, units, sources.',
    )
    .argument('<thing>', 'a name, such as mec/path-integration, adam or gridScore')
    .option('--json', 'print JSON, the settings as JSON Schema')
    .addHelpText(
      'after',
      examples('goal-driven describe mec/path-integration', 'goal-driven describe adam --json'),
    )
    .action(async (thing: string, options: { json?: boolean }) =>
      (await import('./commands/describe')).describe(thing, options, io),
    );
  program
    .command('doctor')
    .description('Say what is here: backends, versions, threads, BLAS, GPU, memory, data folders.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven doctor'))
    .action(async (options: { json?: boolean }) => (await import('./commands/doctor')).doctor(options, io));
}

function addScore(program: Command, io: Io): void {
  program
    .command('score')
    .summary('compute a metric from arrays in files')
    .description(
      'Compute a metric from arrays in files: file.npz:key, file.npy, or file.json with nested lists. ' +
        'Without a metric: the list of them. With one and --help: its arguments and options.',
    )
    .argument('[metric]', 'a name, such as gridScore')
    .argument('[words...]', '--<argument> file.npz:key, --<option> value, --json')
    .option(
      '-b, --backend <name>',
      'where large products are computed: wasm, or torch, faster where the engine is built; others mean wasm',
      'wasm',
    )
    .allowUnknownOption()
    .helpOption(false) // a metric has help of its own
    .addHelpText(
      'after',
      examples(
        'goal-driven score gridScore --rateMaps maps.npz:rate_maps --json',
        'goal-driven score neuralConsistency --source model.npz:features --target v1.npz:responses --map.kind ridge',
        'goal-driven score cka --x model.npz:layer4 --y v1.npz:responses --backend torch',
        'goal-driven score neuralConsistency --help',
      ),
    )
    .action(
      async (metric: string | undefined, words: string[], options: { backend: string }, command: Command) => {
        if (metric === '--help' || metric === '-h') return command.outputHelp();
        await (await import('./commands/score')).score(metric, words, options, io);
      },
    );
}

function addRuns(program: Command, io: Io): void {
  program
    .command('report')
    .description('Write the report of a run, or of several runs side by side.')
    .argument('<run...>', "the runs' folders")
    .option(
      '-o, --out <file>',
      'the page (default: report.html in the folder of the run, or here for several)',
    )
    .option('--json', 'print where the page is as JSON')
    .addHelpText(
      'after',
      examples('goal-driven report runs/gru', 'goal-driven report runs/gru runs/lstm -o both.html'),
    )
    .action(async (runs: string[], options: { out?: string; json?: boolean }) =>
      (await import('./commands/report')).report(runs, options, io),
    );
  program
    .command('cite')
    .description('Print BibTeX of the works that a run stands on.')
    .argument('<run>', "the run's folder, or the name of a study")
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven cite runs/gru > references.bib'))
    .action(async (run: string, options: { json?: boolean }) =>
      (await import('./commands/cite')).cite(run, options, io),
    );
}

function addEngine(program: Command, io: Io): void {
  const engine = program
    .command('engine')
    .description('The native engine: a TensorFlow.js backend over LibTorch.')
    .addHelpText('after', examples('goal-driven engine build', 'goal-driven engine status'));
  engine
    .command('build')
    .description('Compile it against the LibTorch of this machine; takes a minute or two.')
    .option('--force', 'compile again what is built')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples('goal-driven engine build', 'LIBTORCH=~/libtorch goal-driven engine build'),
    )
    .action(async (options: { force?: boolean; json?: boolean }) =>
      (await import('./commands/engine')).engineBuild(options, io),
    );
  engine
    .command('status')
    .description('Say which LibTorch is here, whether the engine is built for it, and what is missing.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven engine status'))
    .action(async (options: { json?: boolean }) =>
      (await import('./commands/engine')).engineStatusCommand(options, io),
    );
  engine
    .command('clean')
    .description('Remove every engine that was built.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven engine clean'))
    .action(async (options: { json?: boolean }) =>
      (await import('./commands/engine')).engineClean(options, io),
    );
}

function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .description('Print the completion script of a shell.')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      examples(
        'source <(goal-driven completion bash)',
        'goal-driven completion zsh > ~/.zfunc/_goal-driven',
        'goal-driven completion fish > ~/.config/fish/completions/goal-driven.fish',
      ),
    )
    .action(async (shell: string) => (await import('./commands/completion')).completion(shell, program, io));
}

const collect = (value: string, previous: string[]): string[] => [...previous, value];

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError('a seed is a whole number of at least 0.');
  }
  return seed;
}
