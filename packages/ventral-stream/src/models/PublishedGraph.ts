import { z } from 'zod';

const zeros = z.strictObject({ function: z.literal('zeros') });
const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
const Label = z.string().max(64);
const Size = z.int().positive().max(4096);
const Channels = z.int().positive().max(65536);

/** `3` or `[3, 3]`. */
const Kernel = z
  .union([Size, z.tuple([Size, Size])])
  .transform((size): [number, number] => (typeof size === 'number' ? [size, size] : size));
const Batch = z.tuple([z.literal(1), Size, Size, z.literal(1)]);
const Window = Batch.transform(([, height, width]): [number, number] => [height, width]);

const Padding = z.enum(['SAME', 'VALID']).default('SAME');
const Activation = z.enum(['elu', 'relu', 'sigmoid', 'tanh']).nullable();
const seed = z.int().optional();

const kernelStart = {
  kernel_init: z.enum(['variance_scaling', 'random_normal']),
  /** `scale` of variance_scaling, `stddev` of random_normal. */
  kernel_init_kwargs: z
    .strictObject({ seed, scale: z.number().positive().optional(), stddev: z.number().positive().optional() })
    .default({}),
};
const weightDecay = z
  .number()
  .nonnegative()
  .nullable()
  .transform((factor) => factor ?? 0);
const convolution = {
  out_depth: Channels,
  ksize: Kernel.default([3, 3]),
  strides: Window.default([1, 1]),
  padding: Padding,
  ...kernelStart,
  bias: z.number().default(0),
  weight_decay: weightDecay,
};

const Component = z.strictObject({
  function: z.literal('component_conv'),
  input_name: Name,
  ...convolution,
  activation: Activation.default(null),
  batch_norm: z.literal(false).default(false),
  return_input: z.boolean().default(false),
});

/** An operation of a stage; its defaults are those of the published code. */
export const PublishedOp = z.discriminatedUnion('function', [
  Component,
  z.strictObject({ function: z.literal('conv'), ...convolution, activation: Activation.default('relu') }),
  z.strictObject({
    function: z.literal('fc'),
    out_depth: Channels,
    ...kernelStart,
    bias: z.number().default(1),
    weight_decay: weightDecay,
    activation: Activation.default('relu'),
  }),
  z.strictObject({ function: z.literal('residual_add') }),
  z.strictObject({ function: z.literal('max_pool'), ksize: Window, strides: Window, padding: Padding }),
  z.strictObject({ function: z.literal('elu') }),
  z.strictObject({ function: z.literal('global_pool'), kind: z.literal('avg') }),
  z.strictObject({ function: z.literal('flatten') }),
  z.strictObject({ function: z.literal('identity'), name: Label.optional() }),
  z.strictObject({
    function: z.literal('dropout'),
    keep_prob: z.number().positive().max(1),
    seed,
    name: Label.optional(),
  }),
]);
export type PublishedOp = z.output<typeof PublishedOp>;

/** A node; what its `memory` must be depends on the cell of the graph. */
export const PublishedNode = z
  .strictObject({
    name: Name,
    shape: z.tuple([Size, Size, Size]).optional(),
    shape_from: Name.optional(),
    dtype: z.literal('float32'),
    input_init: zeros,
    state_init: zeros,
    harbor: z.strictObject({
      function: z.literal('harbor'),
      preproc: z.null(),
      spatial_op: z.literal('resize'),
      channel_op: z.literal('concat'),
      // Channels are concatenated: there is no kernel to start.
      kernel_init: z.enum(['zeros', 'variance_scaling']),
      weight_decay: z.null(),
    }),
    pre_memory: z.array(PublishedOp).max(32),
    memory: z.looseObject({ function: z.literal('memory') }),
    post_memory: z.array(PublishedOp).max(32),
  })
  .refine(({ shape, shape_from }) => (shape === undefined) !== (shape_from === undefined), {
    error: 'there must be either shape or shape_from',
  });
export type PublishedNode = z.output<typeof PublishedNode>;

/** What stands around the nodes of a published graph; the nodes themselves are parsed one by one, by their names. */
export const PublishedFrame = z.strictObject({
  nodes: z
    .array(z.looseObject({ name: Name }))
    .min(2)
    .max(1024),
  edges: z
    .array(z.strictObject({ from: Name, to: Name }))
    .min(1)
    .max(65536),
});
export type PublishedFrame = z.output<typeof PublishedFrame>;
