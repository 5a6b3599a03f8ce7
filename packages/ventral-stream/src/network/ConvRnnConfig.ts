import { z } from 'zod';
import { Graph } from '../graph/Graph';
import { Decoder } from './Decoder';
import { Presentation } from './Presentation';

export const ConvRnnConfig = z
  .strictObject({
    name: z.string().max(200).default('ventral-stream/own').meta({ description: 'Name of the network' }),
    graph: Graph,
    standard: z
      .strictObject({
        timesteps: z.int().positive().meta({ description: 'Timesteps, T', unit: '10 ms' }),
        imageOff: z.int().nonnegative().nullable().meta({
          description: 'First timestep without the image; null: it stays',
          unit: '10 ms',
        }),
      })
      .nullable()
      .default(null)
      .meta({
        description:
          'Presentation of the training; null: the image stays until the readout has seen it, and six steps more where ' +
          'there is a cell or feedback',
      }),
    presentation: Presentation.prefault({ mode: 'default' }),
    decoder: Decoder.prefault({ kind: 'last' }),
    decodeFrom: z
      .union([z.enum(['repository', 'signal']), z.int().nonnegative()])
      .default('repository')
      .meta({
        description:
          'First timestep whose logits are decoded. `signal` is the first that the image reaches by way of all L nodes, ' +
          'L - 1 steps after it came on; the published code, `repository`, begins one later',
        unit: '10 ms',
      }),
    record: z
      .array(z.string())
      .max(1024)
      .default([])
      .meta({ description: 'Nodes whose outputs are returned for all timesteps' }),
    segment: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .meta({
        description:
          'Timesteps between the states that are kept while learning; what lies between them is computed again when ' +
          'gradients are. null: everything is kept',
        unit: '10 ms',
      }),
  })
  .meta({ title: 'Convolutional recurrent network', source: 'Nayebi et al. 2018, arXiv:1807.00053' });
export type ConvRnnConfig = z.output<typeof ConvRnnConfig>;
export type ConvRnnInput = z.input<typeof ConvRnnConfig>;
