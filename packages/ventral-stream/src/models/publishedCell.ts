import { DataError } from '@goal-driven/core';
import { z } from 'zod';
import type { ConvCellInput } from '../cells/takesFeedback';

const Size = z.int().positive().max(4096);
const Channels = z.int().positive().max(65536);
const l2 = z.number().nonnegative();

/** Height and width of a kernel, which here are always the same; ours are one number. */
const Kernel = z
  .tuple([Size, Size])
  .refine(([height, width]) => height === width, { error: 'a kernel must be square' })
  .transform(([size]) => size);

const fields = {
  function: z.literal('memory'),
  /** Size of the map, which the node's operations imply. */
  shape: z.tuple([Size, Size]).optional(),
  out_depth: Channels.optional(),
};
const Joint = z.strictObject({ ...fields, filter_size: Kernel, weight_decay: l2 });

const SimpleRnn = z.strictObject({
  ...fields,
  filter_size: Kernel,
  layer_norm: z.boolean().default(false),
  kernel_regularizer: l2,
  bias_regularizer: l2,
});

const none = z.strictObject({}).default({});
const Lstm = Joint.extend({
  forget_bias: z.number().default(1),
  layer_norm: z.boolean().default(false),
  kernel_initializer: z.literal('variance_scaling').optional(),
  kernel_initializer_kwargs: none,
  bias_initializer: z.null().optional(),
  bias_initializer_kwargs: none,
});

const Gate = z.enum(['sigmoid', 'tanh', 'elu', 'relu']);
const flag = z.boolean().default(false);
const Reciprocal = z.strictObject({
  ...fields,
  cell_depth: Channels,
  tau_filter_size: Kernel,
  gate_filter_size: Kernel,
  ff_filter_size: Kernel.default(3),
  input_to_cell: z.boolean().default(true),
  residual_to_out_gate: flag,
  cell_residual: flag,
  out_residual: flag,
  tau_offset: z.number().default(1),
  gate_offset: z.number().default(1),
  tau_multiplier: z.number().default(-1),
  gate_multiplier: z.number().default(-1),
  tau_bias: z.number().default(0),
  gate_bias: z.number().default(0),
  feedback_entry: z.enum(['input', 'cell', 'out']),
  tau_nonlinearity: Gate,
  gate_nonlinearity: Gate,
  cell_activation: Gate,
  out_activation: Gate,
  weight_decay: l2,
});

const Trace = z.strictObject({
  function: z.literal('memory'),
  memory_decay: z.number(),
  trainable: z.boolean(),
});

/** Where a published cell stands. */
export type PublishedSite = {
  /** Its node, for errors. */
  readonly who: string;
  /** First word of the name of its graph. */
  readonly word: CellWord;
  /** Whether it is one of the shallow networks, whose reciprocal gated cell is another implementation. */
  readonly shallow: boolean;
  /** Channels of the convolution before it. */
  readonly inputs: number | undefined;
};

export type PublishedCell = {
  readonly cell: ConvCellInput | null;
  /** The map that it says it stands on, [height, width]. */
  readonly shape?: readonly [number, number] | undefined;
};

/**
 * The cell of a published node, by its `memory`: none where that is a decay fixed at 0.
 *
 * Where the published code has two implementations of the reciprocal gated cell, the shallow graphs have the one
 * without biases and without a nonlinearity on the input, whose kernels are never larger than the map.
 *
 * @throws DataError naming the node where the settings are not those of the cell
 */
export function publishedCell(memory: object, site: PublishedSite): PublishedCell {
  if ('memory_decay' in memory) return trace(settings(Trace, memory, site), site);
  const { word } = site;
  switch (word) {
    case 'timedecay':
      return trace(settings(Trace, memory, site), site);
    case 'simplernn': {
      const { kernel_regularizer, bias_regularizer, ...own } = settings(SimpleRnn, memory, site);
      if (kernel_regularizer !== bias_regularizer)
        throw new DataError(
          `${site.who}: bias_regularizer must be kernel_regularizer, ${kernel_regularizer}, got ${bias_regularizer}`,
        );
      const cell = { kernelSize: own.filter_size, l2: kernel_regularizer, layerNorm: own.layer_norm };
      return { cell: { kind: 'simpleRnn', ...cell, ...channelsOf(own, site) }, shape: own.shape };
    }
    case 'lstm': {
      const own = settings(Lstm, memory, site);
      const cell = { ...jointOf(own), forgetBias: own.forget_bias, layerNorm: own.layer_norm };
      const start = own.kernel_initializer && { kernelInitializer: { kind: 'varianceScaling' } as const };
      return { cell: { kind: 'lstm', ...cell, ...start, ...channelsOf(own, site) }, shape: own.shape };
    }
    case 'gru':
    case 'ugrnn': {
      const own = settings(Joint, memory, site);
      return { cell: { kind: word, ...jointOf(own), ...channelsOf(own, site) }, shape: own.shape };
    }
    case 'intersectionrnn': {
      const own = settings(Joint, memory, site);
      requireSame(own, site);
      return { cell: { kind: 'intersectionRnn', ...jointOf(own) }, shape: own.shape };
    }
    case 'rgc':
      return reciprocal(settings(Reciprocal, memory, site), site);
  }
}

/** First words of the names of published graphs. */
export const CellWord = z.enum(['timedecay', 'simplernn', 'gru', 'lstm', 'ugrnn', 'intersectionrnn', 'rgc']);
export type CellWord = z.output<typeof CellWord>;

function settings<T>(schema: z.ZodType<T>, memory: object, { who, word }: PublishedSite): T {
  const parsed = schema.safeParse(memory);
  if (parsed.success) return parsed.data;
  throw new DataError(`${who}: memory must be that of ${word}, got\n${z.prettifyError(parsed.error)}`);
}

function trace(
  { memory_decay: decay, trainable }: z.output<typeof Trace>,
  { who }: PublishedSite,
): PublishedCell {
  if (trainable) return { cell: { kind: 'timeDecay', start: decay } };
  if (decay !== 0)
    throw new DataError(`${who}: a memory_decay that is not trainable must be 0, got ${decay}`);
  return { cell: null };
}

const jointOf = ({ filter_size, weight_decay }: z.output<typeof Joint>) => ({
  kernelSize: filter_size,
  l2: weight_decay,
});

type Depth = { readonly out_depth?: number | undefined };

/** Channels where they differ from those of the input. */
const channelsOf = ({ out_depth }: Depth, { inputs }: PublishedSite) =>
  out_depth === undefined || out_depth === inputs ? {} : { channels: out_depth };

function requireSame({ out_depth }: Depth, { who, inputs }: PublishedSite): void {
  if (out_depth !== undefined && out_depth !== inputs)
    throw new DataError(
      `${who}: out_depth must be that of the convolution before, ${inputs ?? 'which is absent'}, got ${out_depth}`,
    );
}

function reciprocal(own: z.output<typeof Reciprocal>, site: PublishedSite): PublishedCell {
  requireSame(own, site);
  const { cell_depth: depth } = own;
  const cell = {
    ...(depth !== site.inputs && { cellChannels: depth }),
    inputToCell: own.input_to_cell,
    residualToOutGate: own.residual_to_out_gate,
    cellResidual: own.cell_residual,
    outResidual: own.out_residual,
    feedbackEntry: own.feedback_entry,
    tauKernelSize: own.tau_filter_size,
    gateKernelSize: own.gate_filter_size,
    cellInputKernelSize: own.ff_filter_size,
    ...(site.shallow && { cutKernels: 'all' as const }),
    inputActivation: site.shallow ? ('linear' as const) : ('elu' as const),
    cellActivation: own.cell_activation,
    outActivation: own.out_activation,
    tauActivation: own.tau_nonlinearity,
    gateActivation: own.gate_nonlinearity,
    tauOffset: own.tau_offset,
    tauMultiplier: own.tau_multiplier,
    gateOffset: own.gate_offset,
    gateMultiplier: own.gate_multiplier,
    tauBias: own.tau_bias,
    gateBias: own.gate_bias,
    bias: !site.shallow,
    l2: own.weight_decay,
  };
  return { cell: { kind: 'reciprocalGated', ...cell }, shape: own.shape };
}
