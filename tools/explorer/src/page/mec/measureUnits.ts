import { ndArray } from '@goal-driven/core';
import {
  boundsOf,
  heldOutStream,
  layerMaps,
  mapClasses,
  type SilencedLayer,
  type TrainedModel,
} from '@goal-driven/mec';
import type { LayerUnits, StoredUnits } from './StoredUnits';

/** Walks of a batch: few enough that a browser draws between two of them. */
const WALKS = 25;

/**
 * Rate maps and scores of the units of a network's layers over held-out walks, the same in a browser and in Node.
 *
 * @param options.batches of 25 walks each
 * @param options.turn    lets others do something
 * @param options.onShare told how much is done, 0 to 1
 */
export async function measureUnits(
  { study, network, parts }: TrainedModel,
  options: {
    readonly batches: number;
    readonly turn: () => Promise<void>;
    readonly onShare?: (share: number) => void;
  },
): Promise<StoredUnits> {
  const { batches, turn, onShare = () => undefined } = options;
  const bounds = boundsOf(study.arena);
  const timesteps = Math.min(study.timesteps, 100);
  const layers = (['pre_g', 'g'] as const).filter((layer) => layer in parts.architecture.units);
  async function* walks() {
    const stream = heldOutStream({ ...parts.encoding, timesteps, batchSize: WALKS });
    for (let batch = 0; batch < batches; batch++) {
      onShare((0.7 * batch) / batches);
      await turn();
      yield (await stream.read({ batch })).batch;
    }
  }
  const fine = await layerMaps(network, walks(), { layers, bounds, binWidth: 0.05 });
  const measured: [SilencedLayer, LayerUnits][] = [];
  for (const layer of layers) {
    const { maps, occupancy } = fine.get(layer)!;
    const [units, rows, columns] = maps.shape as [number, number, number];
    const [gridScores, borderScores] = [new Float32Array(units), new Float32Array(units)];
    for (let unit = 0; unit < units; unit++) {
      onShare(0.7 + (0.3 * (measured.length + unit / units)) / layers.length);
      await turn();
      const map = maps.values.subarray(unit * rows * columns, (unit + 1) * rows * columns);
      const scores = mapClasses(ndArray(map, [1, rows, columns]));
      gridScores[unit] = scores.gridScores[0]!;
      borderScores[unit] = scores.borderScores[0]!;
    }
    measured.push([
      layer,
      { maps: halved(maps.values, occupancy.values, [units, rows, columns]), gridScores, borderScores },
    ]);
  }
  return {
    layers: Object.fromEntries(measured),
    walks: `${batches * WALKS} held-out walks of ${timesteps} steps`,
  };
}

/** Maps of half as many bins a side: means of four by the samples in them; an odd last row or column is left out. */
function halved(
  maps: Float64Array,
  samples: Float64Array,
  [units, rows, columns]: readonly [number, number, number],
) {
  const [height, width] = [rows >> 1, columns >> 1];
  const values = new Float32Array(units * height * width);
  for (let at = 0; at < values.length; at++) {
    const [unit, y, x] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width];
    let [sum, count] = [0, 0];
    for (const [down, right] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const bin = (2 * y + down) * columns + 2 * x + right;
      if (samples[bin] === 0) continue;
      sum += maps[unit * rows * columns + bin]! * samples[bin]!;
      count += samples[bin]!;
    }
    values[at] = sum / count; // NaN where none came
  }
  return ndArray(values, [units, height, width]);
}
