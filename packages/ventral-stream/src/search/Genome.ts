import { axisName, isPresent } from '@goal-driven/sweep';
import { z } from 'zod';
import { optionalSchemasOf, schemasOf } from './_gene';
import { innerGenes, jointGenes, lstmGenes, normGenes, reciprocalGenes, startGenes } from './cellGenes';
import { flattened } from './_flatten';
import { genomeAxes } from './genomeAxes';
import { baseGenes, bypassGenes, cellsGenes, feedbackGenes, trainingGenes } from './genomeGenes';
import { LAYERS, type LayerName } from './connections';

const start = schemasOf(startGenes);
const joint = { ...start, ...schemasOf(jointGenes) };

const Lstm = z.strictObject(schemasOf(lstmGenes)).meta({ title: 'LSTM of one layer' });
const lstmLayers = Object.fromEntries(LAYERS.map((layer) => [layer, Lstm.optional()])) as {
  [layer in LayerName]: z.ZodOptional<typeof Lstm>; // one for each
};

/** The genes of a cell, by its kind. */
const CellGenome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reciprocalGated'),
    ...start,
    ...schemasOf(normGenes),
    ...schemasOf(reciprocalGenes),
    ...optionalSchemasOf(innerGenes),
  }),
  z.strictObject({ kind: z.literal('timeDecay') }),
  z.strictObject({ kind: z.literal('simpleRnn'), ...joint, ...schemasOf(normGenes) }),
  z.strictObject({ kind: z.literal('gru'), ...joint }),
  z.strictObject({ kind: z.literal('ugrnn'), ...joint }),
  z.strictObject({ kind: z.literal('intersectionRnn'), ...joint }),
  z.strictObject({ kind: z.literal('lstm'), layers: z.strictObject(lstmLayers).prefault({}) }),
]);

/**
 * One circuit of the search over local and global recurrence, as JSON: a chain of layers, which of them have a cell,
 * the cell, arrows back and arrows that skip layers, and how it is trained. Every genome is a network; what makes no
 * sense under other genes is not in it.
 *
 * What was searched is read off the released configurations; their ranges were not released, so all of ours are
 * chosen to hold every value that is known. Kernel sizes 1 to 8 (of the LSTM 1 to 4), channels in powers of 2.
 * Where we chose: arrows that skip layers join layers with cells, as arrows back do; kernels start truncated normal,
 * by variance scaling with the fan in; the fixed biases of the gates act in separable gates too; in a reciprocal
 * gated cell without inner state further inputs enter at the output; all layers have the same cell, but of the LSTM,
 * which the published search tuned layer by layer. There is no crelu.
 */
export const Genome = z
  .strictObject({
    base: z.strictObject(schemasOf(baseGenes)),
    cells: z.strictObject(optionalSchemasOf(cellsGenes)),
    cell: CellGenome,
    feedback: z.strictObject(optionalSchemasOf(feedbackGenes)).prefault({}),
    bypass: z.strictObject(optionalSchemasOf(bypassGenes)).prefault({}),
    training: z.strictObject(schemasOf(trainingGenes)),
  })
  .superRefine((genome, context) => {
    for (const message of misplaced(genome)) context.addIssue({ code: 'custom', message });
  })
  .meta({
    title: 'Genome of a convolutional recurrent network',
    source: 'Nayebi et al. 2018, arXiv:1807.00053; the released configurations',
  });
export type Genome = z.output<typeof Genome>;
export type CellGenome = z.output<typeof CellGenome>;

/** Genes that are missing, and those that mean nothing under the others. */
function misplaced(genome: object): string[] {
  const point = flattened(genome);
  return genomeAxes.flatMap((axis) => {
    const name = axisName(axis);
    const given = Object.hasOwn(point, name);
    if (given === isPresent(axis, point)) return [];
    return given
      ? [`${name} must be left out where its condition (when) does not hold`]
      : [`${name} must have a value`];
  });
}
