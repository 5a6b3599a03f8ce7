import { disposeTree } from '@goal-driven/core';
import type { Rng } from '@goal-driven/core/arrays';
import { openImageData, type ImageData } from '@goal-driven/stimuli';
import { Pipeline } from '../augmentation/Pipeline';
import type { LayerFeatures } from '../neural/LayerFeatures';
import { networkFeatures } from '../neural/networkFeatures';
import { loadProbed, type ProbedNetwork } from './ProbedNetwork';
import { shownStimuli } from './shownStimuli';

/**
 * What the layers of a network make of stimuli, shown as the published models were: the shorter side resized to 256
 * pixels, the middle of 224 (`crop`) cut out and resized to what the network sees.
 *
 * @param rng draws the parameters of a network that is random
 * @returns by layer, [images, units]
 * @throws what `loadProbed`, `openImageData` and `networkFeatures` throw
 */
export async function stimulusFeatures(
  network: ProbedNetwork,
  { stimuli, crop, rng }: { readonly stimuli: ImageData; readonly crop: number; readonly rng: Rng },
): Promise<LayerFeatures> {
  const source = openImageData(stimuli);
  const { architecture, params, state } = await loadProbed(network, rng);
  try {
    const pipeline = Pipeline.parse({ name: 'supervised', size: architecture.config.input[0], crop });
    const layers = network.layers.length > 0 ? { layers: network.layers } : {};
    return networkFeatures(architecture, { params, state }, shownStimuli(source, pipeline), layers);
  } finally {
    disposeTree({ params, state });
  }
}
