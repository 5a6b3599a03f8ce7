import { flag, logUniform, oneOf, type Gene } from './_gene';
import type { z } from 'zod';
import { BYPASSES, CHAINS, FEEDBACKS, LAYERS, type ChainName, type Connection } from './connections';

/** Genes of the feed-forward network under the recurrence. */
export const baseGenes = {
  chain: oneOf(
    Object.keys(CHAINS) as [ChainName, ...ChainName[]], // an object's own keys
    'Layers: shallow (5), intermediate (10, residual blocks with the cell within), reciprocal (10, one convolution each)',
  ),
  kernelScale: logUniform([0.1, 3], 'Variance of kernels at the start, times their fan in'),
  decay: logUniform([1e-6, 1e-3], 'Factor λ of the penalty λ/2 Σ w² on convolutions of the base'),
};

/** Genes of the training. */
export const trainingGenes = {
  learningRate: logUniform([1e-4, 1], 'Learning rate at the start'),
  clip: logUniform([0.01, 10], 'Largest magnitude of one element of a gradient'),
};

/** Whether a layer has a cell. */
export const cellsGenes = Object.fromEntries(
  LAYERS.map((layer) => [layer, flag(`Whether ${layer} has a cell`)]),
) as { readonly [layer in (typeof LAYERS)[number]]: Gene<z.ZodBoolean> }; // one for each

const connectionGenes = (
  connections: readonly Connection[],
): { readonly [name: string]: Gene<z.ZodBoolean> } =>
  Object.fromEntries(
    connections.map(({ name, kind, from, to }) => [
      name,
      flag(`Whether there is ${kind} from ${from} to ${to}`),
    ]),
  );

export const feedbackGenes = connectionGenes(FEEDBACKS);
export const bypassGenes = connectionGenes(BYPASSES);

/** Kinds of cells that are one joint convolution, or two, and have no further genes. */
export const JOINT_KINDS = ['simpleRnn', 'gru', 'ugrnn', 'intersectionRnn'] as const;

export const kindGene = oneOf(
  ['reciprocalGated', 'timeDecay', ...JOINT_KINDS, 'lstm'],
  'Kind of the cells: the same in all layers that have one',
);
