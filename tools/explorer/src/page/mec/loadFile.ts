import { disposeTree } from '@goal-driven/core';
import { readModel, type TrainedModel } from '@goal-driven/mec';
import { measureUnits } from './measureUnits';
import type { LoadedNetwork } from './networkView';

/** The largest file that is taken for a model, bytes. */
const LARGEST = 64e6;
/** Batches of 25 walks over which the units of a network are measured. */
const BATCHES = 80;

/**
 * The network of a file that may be anything, its units measured here.
 *
 * @throws DataError for a file that is no model; an Error for one that is too large, or of a track
 */
export async function loadFile(
  file: File,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<LoadedNetwork> {
  const model = await modelOf(file);
  try {
    const turn = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
    };
    const onShare = (share: number) =>
      say(`Measuring the units of ${file.name} over walks … ${Math.round(100 * share)} %`);
    return { model, units: await measureUnits(model, { batches: BATCHES, turn, onShare }) };
  } catch (error) {
    disposeTree(model.network.params);
    throw error;
  }
}

async function modelOf(file: File): Promise<TrainedModel> {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  if (file.size > LARGEST)
    throw new Error(
      `${file.name}: must be a model of at most ${megabytes(LARGEST)}, got ${megabytes(file.size)}`,
    );
  const model = readModel(new Uint8Array(await file.arrayBuffer()), file.name);
  if (model.study.arena.kind !== 'track') return model;
  disposeTree(model.network.params);
  throw new Error(
    `${file.name}: must be a network of a rectangle or a circle to be shown here, got one of a track`,
  );
}
