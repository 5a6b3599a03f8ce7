import { z } from 'zod';
import { sizeNames } from '../benchmarks/tradeOff';

const folder = (description: string) => z.string().min(1).meta({ description });

export const TradeOffConfig = z
  .strictObject({
    runs: z
      .array(
        z.strictObject({
          run: folder('Folder of a finished run of ventral-stream/categorisation, of any network'),
          label: z.string().min(1).max(80).optional().meta({
            description: 'What the network is called; by its published name where left out',
          }),
          behaviour: folder(
            'Folder of a finished run of ventral-stream/behaviour of this network, for its solution times',
          ).optional(),
        }),
      )
      .max(1000)
      .default([])
      .meta({
        description:
          'What is compared, all judged by the same images; runs of one label are one row, their mean. The published networks, with their accuracies on ImageNet, where there are none',
      }),
    consistencies: z.record(z.string(), z.number().min(-1).max(1)).default({}).meta({
      description: 'Consistency of solution times by name of the model, where known from elsewhere',
    }),
    sizes: z.array(z.enum(sizeNames)).min(1).default(sizeNames),
  })
  .meta({ title: 'Performance against size', source: 'Nayebi et al. 2022' });
export type TradeOffConfig = z.output<typeof TradeOffConfig>;
