import { Initializer } from '@goal-driven/core';
import { z } from 'zod';

export const KernelSize = z.int().positive().meta({
  description: 'Height and width of the kernels',
  unit: 'pixels',
});

/** Fields of the cells of one joint convolution over input and state. */
export const jointFields = {
  kernelSize: KernelSize.default(3),
  kernelInitializer: Initializer.prefault({ kind: 'glorotUniform' }).meta({
    description: 'Start of kernels',
  }),
  l2: z.number().nonnegative().default(1e-4).meta({
    description: 'Factor λ of the penalty λ/2 Σ w² on kernels and their biases',
    unit: '1',
  }),
};

export const channelsField = z
  .int()
  .positive()
  .optional()
  .meta({ description: 'Channels of the state; those of the input where left out', unit: '1' });

export const layerNormField = z.boolean().default(false).meta({
  description: 'Whether drives are normalised over the whole map of an example',
});
