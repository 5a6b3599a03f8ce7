import { z } from 'zod';

const File = z.string().min(1);

/** Where sizes come from: files of measurements, or the published process of a kind of synapse. */
export const SizesSource = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('synthetic'),
        of: z.enum(['pyramidal', 'parvalbumin']).default('parvalbumin').meta({
          description: 'Whose published Kesten moments make the sizes',
        }),
        synapses: z.int().min(10).max(1_000_000).optional().meta({
          description: 'How many; as many as were published where left out',
        }),
        sessions: z.int().min(3).max(1000).optional().meta({ description: 'Times of imaging' }),
      })
      .meta({ title: 'Sizes that a known process made' }),
    z
      .strictObject({
        kind: z.literal('file'),
        sizes: File.meta({
          description:
            'Table [synapses, sessions], 0 where absent: NPY (whatever its name), or CSV without a head',
        }),
        dendrites: File.optional().meta({
          description:
            'Dendrite of each synapse [synapses], NPY or CSV: shares are then averaged over dendrites',
        }),
      })
      .meta({ title: 'Measured sizes' }),
  ])
  .meta({ title: 'Source of synaptic sizes' });
export type SizesSource = z.output<typeof SizesSource>;

export const SynapticSizesConfig = z
  .strictObject({
    source: SizesSource.prefault({ kind: 'synthetic' }),
    daysBetween: z
      .number()
      .positive()
      .default(4)
      .meta({ description: 'Time from one session to the next', unit: 'days' }),
    perBin: z
      .int()
      .min(5)
      .default(125)
      .meta({ description: 'Steps in a bin of the Kesten fit; 165 and 125 in the source' }),
    bins: z
      .int()
      .min(2)
      .max(200)
      .default(20)
      .meta({ description: 'States of size of the Markov chain, besides absence' }),
    resamples: z
      .int()
      .min(2)
      .max(10_000)
      .default(30)
      .meta({ description: 'Resamples of the synapses for the spread of the chain' }),
    simulations: z
      .int()
      .min(1)
      .max(10_000)
      .default(20)
      .meta({ description: 'Simulated populations of each model, as large as the data' }),
  })
  .meta({ title: 'Dynamics of synaptic sizes' });
export type SynapticSizesConfig = z.output<typeof SynapticSizesConfig>;
