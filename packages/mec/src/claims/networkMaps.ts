import { Interrupted, type Session } from '@goal-driven/core';
import type { RateMaps } from '@goal-driven/metrics';
import { boundsOf, type Arena } from '../arena';
import { evaluatePaths, type PathIntegrationReport, type Readout } from '../evaluatePaths';
import { heldOutStream, positionReadout } from '../pathIntegrationStream';
import { outputLossName, saysPosition } from '../pathIntegrationTask';
import { createPlaceCells } from '../placeCells';
import { createRateMaps } from '../rateMapScores';
import type { TrainedNetwork } from './withNetwork';

/**
 * Rate maps of a network's layer in an arena, and how well it finds its way there. In another arena than that of its
 * training it is told its start by the same place cells, their centres drawn together with the walls.
 *
 * @source Nayebi et al. 2021, evaluation in the arena of the recordings
 */
export async function networkMaps(
  { config, network, parts, rng }: TrainedNetwork,
  { arena, binWidth, session }: { arena: Arena; binWidth: number; session: Session },
): Promise<{ readonly maps: RateMaps; readonly report: PathIntegrationReport }> {
  const { task, placeCells, evaluation, timesteps } = config;
  const readout: Readout = saysPosition(task)
    ? positionReadout
    : createPlaceCells(placeCells, arena, { rng: rng.child('placeCells') });
  const { batches, batchSize, layer } = evaluation;
  const stream = heldOutStream({ ...parts.encoding, arena, code: readout, timesteps, batchSize });
  const layerMaps = createRateMaps(boundsOf(arena), binWidth);
  const paths = (async function* () {
    for (let batch = 0; batch < batches; batch++) {
      if (session.signal.aborted) throw new Interrupted('networkMaps: interrupted while walking', 0);
      session.progress('maps', batch, batches);
      yield (await stream.read({ batch })).batch;
    }
  })();
  const report = await evaluatePaths(network, paths, {
    readout,
    loss: outputLossName(task),
    layer,
    visit: (traced) => layerMaps.add(traced),
  });
  return { maps: layerMaps.finish(), report };
}
