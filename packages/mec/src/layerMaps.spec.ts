import { createRng, tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { boundsOf } from './arena';
import { evaluatePaths } from './evaluatePaths';
import { layerMaps, traceLayers } from './layerMaps';
import { createRateMaps } from './rateMapScores';
import { createParts } from './studies/createParts';
import { PathIntegrationConfig } from './studies/PathIntegrationConfig';

await useBackend('cpu');

function made(cell: 'ugrnn' | 'rnn') {
  const config = PathIntegrationConfig.parse({
    ...{ placeCells: { count: 5, sigma: 0.4 }, timesteps: 4, network: { cell, units: 3 } },
    evaluation: { batchSize: 6 },
  });
  const parts = createParts(config, createRng(1));
  const { params, state } = parts.architecture.init(createRng(2));
  return {
    parts,
    network: { architecture: parts.architecture, params, state },
    bounds: boundsOf(config.arena),
  };
}
const heldOut = async function* ({ parts }: ReturnType<typeof made>, batches: number) {
  for (let batch = 0; batch < batches; batch++) yield (await parts.heldOut.read({ batch })).batch;
};

describe('layerMaps', () => {
  it('gives the maps that one layer after the other would, and leaves no tensor', async () => {
    const { parts, network, bounds } = made('ugrnn');
    const setting = { parts, network, bounds };
    const before = tf.memory().numTensors;
    const maps = await layerMaps(network, heldOut(setting, 2), { bounds, binWidth: 0.55 });
    expect(tf.memory().numTensors).toBe(before);
    expect([...maps.keys()]).toEqual(['pre_g', 'g', 'dc']);
    for (const layer of ['pre_g', 'g', 'dc'] as const) {
      const single = createRateMaps(bounds, 0.55);
      await evaluatePaths(network, heldOut(setting, 2), {
        ...{ readout: parts.readout, loss: 'placeCells', layer },
        visit: (traced) => single.add(traced),
      });
      expect(maps.get(layer)).toEqual(single.finish());
    }
    expect(maps.get('dc')!.maps.shape).toEqual([5, 4, 4]);
  });

  it('takes the layers that a network has, or those asked for, and refuses what it lacks', async () => {
    const setting = made('rnn');
    const { network, bounds } = setting;
    const options = { bounds, binWidth: 0.55 };
    expect([...(await layerMaps(network, heldOut(setting, 1), options)).keys()]).toEqual(['g', 'dc']);
    const only = await layerMaps(network, heldOut(setting, 1), { ...options, layers: ['dc'] });
    expect([...only.keys()]).toEqual(['dc']);
    const { batch } = await setting.parts.heldOut.read({ batch: 0 });
    await expect(traceLayers(network, batch, ['pre_g'])).rejects.toThrow(
      /layers must be some of g, dc of this network, got pre_g/,
    );
    await expect(layerMaps(network, heldOut(setting, 0), options)).rejects.toThrow(/at least one batch/);
  });
});
