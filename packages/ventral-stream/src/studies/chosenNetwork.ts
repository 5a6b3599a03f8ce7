import type { Rng } from '@goal-driven/core';
import { z } from 'zod';
import { createNetwork, NetworkChoice } from './NetworkChoice';
import { openImageData } from '@goal-driven/stimuli';
import { CategorisationData } from './CategorisationConfig';
import type { Network } from '../network/Network';
import { loadTrainedRun } from './loadTrainedRun';

/** Fields of studies that look at a network which another run trained. */
export const chosenFields = {
  run: z.string().min(1).optional().meta({
    description:
      'Folder of a finished run of ventral-stream/categorisation; an untrained network where left out',
  }),
  untrained: z
    .strictObject({
      network: NetworkChoice.prefault({ kind: 'published' }),
      data: CategorisationData.pick({ test: true, size: true, preparation: true }).prefault({}),
    })
    .prefault({})
    .meta({
      description: 'The network, and the data whose held-out images it sees, where no run is named',
    }),
};

type Chosen = z.output<z.ZodObject<typeof chosenFields>>;

/** A network, and where its held-out images come from. The caller owns the network's tensors. */
export type ChosenNetwork = { readonly data: Chosen['untrained']['data']; readonly network: Network };

/**
 * The network of a finished run, or one as it starts.
 *
 * @throws what `loadTrainedRun`, `openImageData` and `createNetwork` throw
 */
export async function chosenNetwork({ run, untrained }: Chosen, rng: Rng): Promise<ChosenNetwork> {
  if (run !== undefined) {
    const { study, network } = await loadTrainedRun(run);
    return { data: study.data, network };
  }
  const { network, data } = untrained;
  const { classes } = openImageData(data.test);
  const architecture = createNetwork(network, { size: data.size, classes: classes.length });
  return { data, network: { architecture, ...architecture.init(rng.child('network')) } };
}
