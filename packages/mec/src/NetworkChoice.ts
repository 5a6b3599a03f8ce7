import { z } from 'zod';

const Activation = z.enum(['linear', 'tanh', 'sigmoid', 'relu']);

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });
const dropout = (rate: number) =>
  z
    .number()
    .min(0)
    .lt(1)
    .default(rate)
    .meta({ description: 'Share of the units of layer g silenced while training', unit: '1' });

/** Networks of Nayebi et al. 2021 and the one-layer network of Sorscher et al. 2019. */
const Layered = z
  .strictObject({
    cell: z
      .enum(['ugrnn', 'gru', 'lstm', 'srnn', 'rnn'])
      .optional() // a union takes its absence for the default
      .default('ugrnn')
      .meta({ description: 'Recurrent cell; srnn is a simple RNN in three layers, rnn the same in one' }),
    activation: Activation.default('relu').meta({
      description: 'Nonlinearity of the cell and of the dense layer',
    }),
    units: count('Units of each hidden layer, Ng').default(4096),
    cueInput: z.enum(['joint', 'beside']).default('joint').meta({
      description:
        'Where there are cues: mapped together with velocity before the cell, or as they are beside the mapped velocity',
    }),
    dropout: dropout(0),
  })
  .meta({
    title: 'Path-integrating network',
    source: 'Nayebi et al. 2021, three-layer template; Sorscher et al. 2019 (rnn)',
  });

const Continuous = z
  .strictObject({
    cell: z.literal('ctrnn').meta({ description: 'Continuous-time cell, one layer' }),
    activation: Activation.default('tanh').meta({ description: 'Nonlinearity of the cell' }),
    units: count('Recurrent units').default(100),
    step: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .meta({ description: 'Duration of a timestep over the time constant of the units', unit: '1' }),
    noise: z
      .number()
      .nonnegative()
      .default(0)
      .meta({ description: 'Standard deviation of the noise on the drive of each timestep', unit: '1' }),
    dropout: dropout(0),
  })
  .meta({ title: 'Continuous-time network', source: 'Cueva & Wei 2018, arXiv:1803.07770' });

const Bottleneck = z
  .strictObject({
    cell: z.literal('banino').meta({ description: 'LSTM with a linear bottleneck' }),
    activation: Activation.default('tanh').meta({ description: 'Nonlinearity of the LSTM' }),
    units: count('Units of the LSTM').default(128),
    bottleneck: count('Units of the linear layer g, which has no bias').default(256),
    dropout: dropout(0.5),
  })
  .meta({ title: 'LSTM with a linear bottleneck', source: 'Banino et al. 2018, Methods and public code' });

/** What a study chooses; what goes in and what comes out follow from its arena, task and cells. */
export const NetworkChoice = z
  .discriminatedUnion('cell', [Layered, Continuous, Bottleneck])
  .meta({ title: 'Network' });
export type NetworkChoice = z.output<typeof NetworkChoice>;

const size = (value: number, description: string) =>
  z.int().nonnegative().default(value).meta({ description, unit: '1' });

/** What the network is connected to. */
const sizes = {
  code: z.int().positive().default(512).meta({
    description: 'Size of the code of the start and of the output: place cells, or 2 for positions',
  }),
  movement: z
    .union([z.literal(2), z.literal(3)])
    .default(2)
    .meta({
      description: 'Numbers of velocity: 2 for a displacement, 3 for speed and turn',
    }),
  cues: size(0, 'Numbers that the network is told beside its velocity'),
  headings: size(
    0,
    'Head-direction cells, beside the place cells in the code of the start and said by banino',
  ),
};

export const PathIntegrationNetwork = z
  .discriminatedUnion('cell', [Layered.extend(sizes), Continuous.extend(sizes), Bottleneck.extend(sizes)])
  .meta({ title: 'Path-integrating network' });
export type PathIntegrationNetwork = z.output<typeof PathIntegrationNetwork>;
