import { InvalidArgumentError, type Command } from 'commander';
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
        'NWB, NetCDF, MAT, NPZ, PyTorch, TensorFlow, safetensors, TFRecord and others. Nothing in it is run. A file that ' +
        'cannot be read is answered with one line and code 2.',
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
  addFeatures(program, io, exit);
}

function addFeatures(program: Command, io: Io, exit: Exit): void {
  program
    .command('features')
    .summary('the activity of layers for pictures')
    .description(
      'Show pictures to a network and write the activity of layers. Batch by batch, with bounded memory; what is computed ' +
        'is kept in the cache under weights, preprocessing, pictures, backend and code, so an interrupted run goes on.',
    )
    .argument('<model>', 'a name that `goal-driven models` lists')
    .requiredOption('--stimuli <pictures>', 'a folder of JPEG and PNG files, file.npz:key or file.h5:/path')
    .requiredOption('--layers <names>', 'layers, with @ at one step: conv9,conv10@16')
    .requiredOption('-o, --out <file>', 'file.h5, file.npz, or a folder for NPY files')
    .option('--weights <file>', 'what `goal-driven import` wrote')
    .option(
      '--untrained <seed>',
      'in place of weights: parameters as they are drawn from a seed',
      parseNumber,
    )
    .option('--batch <n>', 'pictures at once', parseBatch, 16)
    .option('--float16', 'in half precision; not in HDF5')
    .option('--prepare <file>', "steps from picture to input as JSON; else the model's own")
    .option('-b, --backend <name>', 'where tensors are computed: torch, tensorflow, wasm or cpu')
    .option('--no-cache', 'keep nothing for a second time')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'goal-driven features ventral-stream/rgc_shallow --weights rgc.safetensors --stimuli pictures --layers conv5@15 --out features.h5',
        'goal-driven features ventral-stream/alexnet --untrained 0 --stimuli set.npz:images --layers logits --out untrained.npz',
      ),
    )
    .action(async (model: string, options: object) => {
      const { features } = await import('./commands/features');
      exit(await features(model, options as Parameters<typeof features>[1], io));
    });
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('it is a whole number of at least 0.');
  return value;
}

function parseBatch(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('it is a whole number in 1 .. 99999.');
  return Number(text);
}
