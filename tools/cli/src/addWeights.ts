import type { Command } from 'commander';
import { examples } from './examples';
import type { Io } from './Io';

type Exit = (code: number) => void;

/** The commands for files from elsewhere. What a command does is loaded when it runs. */
export function addWeights(program: Command, io: Io, exit: Exit): void {
  program
    .command('inspect')
    .summary('list what a file holds')
    .description(
      'List what a file holds: arrays, tables, variables, with shapes and types. The format is told by the contents: HDF5, ' +
        'NWB, NetCDF, MAT, NPZ, PyTorch, TensorFlow, safetensors, TFRecord and others. Nothing in it is run.',
    )
    .argument('<file>', 'a file, or the index of a checkpoint')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('goal-driven inspect model.pt', 'goal-driven inspect session.nwb --json'))
    .action(async (file: string, options: { json?: boolean }) =>
      (await import('./commands/inspect')).inspect(file, options, io),
    );
  program
    .command('import')
    .summary('bring published weights into the layout of a model')
    .description(
      'Bring published weights into the layout of a model: print which array became which parameter, what is missing and ' +
        'what is left over, and write the file where all is accounted for; else exit with code 1. Nothing in the file is run.',
    )
    .argument(
      '<file>',
      'what torch.save wrote, a TensorFlow checkpoint (prefix or .index), .safetensors, or .npz',
    )
    .requiredOption('--as <model>', 'a name that `goal-driven models` lists')
    .requiredOption('-o, --out <file>', 'the file to write, model.safetensors')
    .option('--json', 'print the table as JSON')
    .addHelpText(
      'after',
      examples(
        'goal-driven import $(goal-driven data path convrnns)/rgc_shallow/model.ckpt --as ventral-stream/rgc_shallow --out rgc.safetensors',
        'goal-driven import ckpt-101.index --as mec/ugrnn-relu --out ugrnn.safetensors',
      ),
    )
    .action(async (file: string, options: { as: string; out: string; json?: boolean }) =>
      exit(await (await import('./commands/importWeights')).importWeights(file, options, io)),
    );
}
