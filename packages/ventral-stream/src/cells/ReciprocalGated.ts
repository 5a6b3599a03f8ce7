import { ActivationName, Initializer } from '@goal-driven/core';
import { z } from 'zod';
import { KernelSize, layerNormField } from './_fields';

const flag = (description: string) => z.boolean().default(false).meta({ description });
const number = (value: number, description: string) =>
  z.number().default(value).meta({ description, unit: '1' });
const activation = (name: ActivationName, description: string) =>
  ActivationName.default(name).meta({ description: `Nonlinearity of ${description}` });
const kernel = (of: string) => KernelSize.default(3).meta({ description: `Size of the kernels ${of}` });

const switches = {
  inputToCell: z.boolean().default(true).meta({ description: 'Whether the cell takes in the input' }),
  cellResidual: flag("Whether the cell takes in what entered the node, before the node's convolution"),
  inputToOut: flag('Whether the input passes a convolution before the output takes it in'),
  outResidual: flag('Whether the output takes in what entered the node, by a residual connection'),
  cellToOut: flag('Whether the output takes in the cell, instead of being gated by it'),
  inputToTau: flag('Whether the gates of memory see the input'),
  inputToGate: flag('Whether the gates of intake see the input'),
  residualToCellTau: flag("Whether the cell's gate of memory sees what entered the node"),
  residualToCellGate: flag("Whether the cell's gate of intake sees what entered the node"),
  residualToOutTau: flag("Whether the output's gate of memory sees what entered the node"),
  residualToOutGate: flag("Whether the output's gate of intake sees what entered the node"),
  layerNorm: layerNormField,
};

const kernels = {
  tauKernelSize: kernel('of the gates of memory'),
  cellTauKernelSize: KernelSize.optional().meta({
    description: "Size of the kernels of the cell's gate of memory; tauKernelSize where left out",
  }),
  gateKernelSize: z.int().nonnegative().default(3).meta({
    description: 'Size of the kernels of the gates of intake; 0 leaves no cell',
    unit: 'pixels',
  }),
  cellInputKernelSize: kernel('into the cell'),
  outInputKernelSize: kernel('from the input to the output'),
  feedbackKernelSize: kernel('on the feedback'),
  separableTau: flag('Whether the gates of memory are depth-separable'),
  separableGate: flag('Whether the gates of intake are depth-separable'),
  separableCellInput: flag('Whether what enters the cell is depth-separable'),
  separableOutInput: flag('Whether what enters the output is depth-separable'),
  separableFeedback: flag('Whether the feedback is depth-separable'),
  cutKernels: z
    .enum(['separable', 'all'])
    .default('separable')
    .meta({
      description:
        'Which kernels are cut to the map where that is smaller: those of separable convolutions, as in the published ' +
        'intermediate networks, or the dense ones too, as in the shallow ones',
    }),
};

const nonlinearities = {
  inputActivation: activation('elu', 'the input, after feedback that enters there'),
  cellActivation: activation('elu', 'the cell'),
  outActivation: activation('elu', 'the output'),
  feedbackActivation: activation('linear', 'the feedback'),
  tauActivation: activation('sigmoid', 'the gates of memory'),
  gateActivation: activation('sigmoid', 'the gates of intake'),
  tauOffset: number(1, 'What of memory is kept where tauActivation gives 0'),
  tauMultiplier: number(-1, 'How much of what tauActivation gives is added to that'),
  gateOffset: number(1, 'What is taken in where gateActivation gives 0'),
  gateMultiplier: number(-1, 'How much of what gateActivation gives is added to that'),
  tauBias: number(0, 'A fixed number added to the drive of the gates of memory'),
  gateBias: number(0, 'A fixed number added to the drive of the gates of intake'),
  fixedBiases: z.enum(['dense', 'all']).default('dense').meta({
    description:
      'Whether tauBias and gateBias act in dense gates only, as published, or in separable ones too',
  }),
};

/**
 * Options of the reciprocal gated cell. "Memory" is what a state keeps of itself, "intake" what it takes in.
 *
 * @differs the published names are tau for memory, gate for intake, ff_filter_size and in_out_filter_size for
 *   cellInputKernelSize and outInputKernelSize
 */
export const ReciprocalGated = z
  .strictObject({
    kind: z.literal('reciprocalGated').default('reciprocalGated'),
    cellChannels: z.int().positive().optional().meta({
      description: 'Channels of the cell, d; those of the input where left out',
      unit: '1',
    }),
    ...switches,
    feedbackEntry: z.enum(['input', 'cell', 'out']).default('out').meta({
      description: 'Where feedback enters',
    }),
    ...kernels,
    ...nonlinearities,
    bias: z.boolean().default(true).meta({ description: 'Whether convolutions have biases' }),
    kernelInitializer: Initializer.prefault({ kind: 'glorotUniform' }).meta({
      description: 'Start of kernels, but for the projection of the residual, which is Glorot uniform',
    }),
    l2: z.number().nonnegative().default(1e-4).meta({
      description: 'Factor λ of the penalty λ/2 Σ w² on kernels, but for the projection of the residual',
      unit: '1',
    }),
  })
  .refine(
    ({ gateKernelSize, inputToCell, cellResidual }) => gateKernelSize === 0 || inputToCell || cellResidual,
    {
      error: 'a cell must take something in: inputToCell or cellResidual',
    },
  )
  .refine((config) => config.gateKernelSize > 0 || withoutCell(config), {
    error:
      'without a cell (gateKernelSize 0) there must be none of inputToCell, cellResidual, cellToOut, ' +
      'inputToGate, residualToCellTau, residualToCellGate, residualToOutGate, and no feedback into the cell',
  })
  .meta({
    title: 'Reciprocal gated cell',
    source: 'Nayebi et al. 2018, NeurIPS; Nayebi et al. 2022, Neural Computation 34:1652',
  });
export type ReciprocalGated = z.output<typeof ReciprocalGated>;

type Needs = 'inputToCell' | 'cellResidual' | 'cellToOut' | 'inputToGate' | 'residualToCellTau' | 'residualToCellGate' | 'residualToOutGate'; // prettier-ignore

const withoutCell = (config: { readonly [name in Needs]: boolean } & { readonly feedbackEntry: string }) =>
  !config.inputToCell &&
  !config.cellResidual &&
  !config.cellToOut &&
  !config.inputToGate &&
  !config.residualToCellTau &&
  !config.residualToCellGate &&
  !config.residualToOutGate &&
  config.feedbackEntry !== 'cell';
