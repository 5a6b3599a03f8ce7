import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
import { z } from 'zod';
import { MouseNetCircuit, mouseNetTableOf } from './mouseNetCircuit';
import { MOUSENET_ARROWS, MOUSENET_CHANNELS, type MouseNetArrow } from './mouseNetTable';
import { BATCH_NORM, classes, FLATTEN, RELU, torchAdaptivePool, torchLinear } from './torchParts';

const AREAS = ['VISp', 'VISl', 'VISrl', 'VISli', 'VISpl', 'VISal', 'VISpor'] as const;
const EVALUATED = ['VISp', 'VISal', 'VISpl', 'VISli', 'VISrl', 'VISl', 'VISpor'] as const;

/** Populations in the order in which they are evaluated. */
export const MOUSENET_POPULATIONS: readonly string[] = [
  'LGNv',
  ...EVALUATED.flatMap((area) => ['4', '2/3', '5'].map((layer) => `${area}${layer}`)),
];

export const MouseNet = z
  .strictObject({
    kind: z.literal('mouseNet'),
    classes,
    areas: z
      .array(z.enum(AREAS))
      .min(1)
      .default([...AREAS])
      .meta({
        description: 'Areas whose layer 5 is read; it is read in the reverse of this order',
      }),
    pool: z.int().nonnegative().max(32).default(4).meta({
      description: 'Side of the maps that are read; 0: as they are',
      unit: 'pixels',
    }),
    circuit: MouseNetCircuit.nullable().default(null).meta({
      description: 'The circuit from which the arrows are made; null: the published table',
    }),
  })
  .meta({
    title: 'MouseNet',
    source: 'Shi et al. 2020, doi:10.1101/2020.10.23.353151, as ported by Nayebi, Kong et al. 2023',
  });
export type MouseNet = z.output<typeof MouseNet>;

/** The name of a population here, where a slash parts names: `VISp2/3` is `VISp2_3`, as in published files of fits. */
export const populationName = (population: string): string => population.replace('/', '_');

/**
 * MouseNet for images of 64 x 64 pixels: 22 populations of layers 4, 2/3 and 5, with masked convolutions between them,
 * the node `a_b` from a to b. A population is the rectified, normalised sum of its arrows; LGNv alone is as it comes from
 * its convolution. Its norm exists all the same (`LGNv.unused`) and never learns.
 *
 * The output is the read maps as one vector (rows, columns, channels of all areas), or what the classifier makes of it.
 *
 * @differs in the published port an area after the other is flattened; the numbers are the same in another order. While
 *   learning, the unused norm has its moments moved here
 */
export function mouseNetGraph({ classes, areas, pool, circuit }: MouseNet): FeedForwardInput {
  const table =
    circuit === null ? { arrows: MOUSENET_ARROWS, channels: MOUSENET_CHANNELS } : mouseNetTableOf(circuit);
  const populations = MOUSENET_POPULATIONS.flatMap((population) => {
    const arrows = table.arrows.filter(([, target]) => target === population);
    const name = populationName(population);
    const norm = [{ ...BATCH_NORM, name: 'norm' }];
    const whole = {
      name,
      from: arrows.map(arrowName),
      operations: population === 'LGNv' ? [] : [...norm, RELU],
    };
    const unused = population === 'LGNv' ? [{ name: `${name}.unused`, from: [name], operations: norm }] : [];
    return [...arrows.map((arrow) => arrowNode(arrow, table.channels)), whole, ...unused];
  });
  const read = areas.toReversed().map((area) => ({
    name: `${area}5.read`,
    from: [`${area}5`],
    operations: pool === 0 ? [] : [torchAdaptivePool(pool)],
  }));
  const last = classes === null ? [] : [{ ...torchLinear(classes), name: '0' }];
  return {
    input: [64, 64, 3],
    nodes: [
      ...populations,
      ...read,
      {
        name: 'classifier',
        from: read.map(({ name }) => name),
        join: 'concat',
        operations: [{ ...FLATTEN, name: 'flatten' }, ...last],
      },
    ],
    record: MOUSENET_POPULATIONS.map(populationName),
  };
}

const arrowName = ([source, target]: MouseNetArrow) => `${populationName(source)}_${populationName(target)}`;

type Channels = { readonly [population: string]: number };

const arrowNode = (arrow: MouseNetArrow, channels: Channels) => ({
  name: arrowName(arrow),
  from: [populationName(arrow[0])],
  operations: [maskedConv(arrow, channels)],
});

/** The kernel reaches one width of the mask; where the step is 2 a row and a column less are padded before. */
function maskedConv([, target, stride, peak, sigma]: MouseNetArrow, channels: Channels): OperationInput {
  const reach = Math.floor(sigma);
  const edge: [number, number] = [reach - (stride - 1), reach];
  return {
    op: 'maskedConv',
    name: 'conv',
    filters: channels[target]!,
    kernelSize: [2 * reach + 1, 2 * reach + 1],
    strides: [stride, stride],
    padding: [edge, edge],
    peak,
    sigma,
    kernelInitializer: { kind: 'torchDefault' },
    biasInitializer: { kind: 'torchDefault' },
  };
}
