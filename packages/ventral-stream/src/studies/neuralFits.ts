import { DataError, defineStudy, disposeTree, readNpzFile, type Rng, type Session } from '@goal-driven/core';
import { assignLayers, assignmentFigure, assignmentScores } from '../benchmarks/assignLayers';
import {
  fitArea,
  predictivityFigure,
  predictivityScores,
  type AreaFit,
} from '../benchmarks/neuralPredictivity';
import { areasOf, neuralRecordingOf, takeAreas, type NeuralRecording } from '../benchmarks/NeuralRecording';
import { syntheticSites } from '../benchmarks/syntheticSites';
import { timedNetwork } from '../benchmarks/timedNetwork';
import type { TimedModel } from '../benchmarks/TimedModel';
import { majaj2015, nayebi2018, nayebi2022 } from '../sources';
import {
  heldOutBatches,
  heldOutImages,
  imageFolder,
  type ImageSource,
  openImageData,
} from '@goal-driven/stimuli';
import { stepsOf } from './CategorisationConfig';
import { chosenNetwork, type ChosenNetwork } from './chosenNetwork';
import type { Network } from '../network/Network';
import { NeuralFitsConfig, neuralFitsPresets } from './NeuralFitsConfig';
import { recurrentLayers, siteLayers } from './siteLayers';

const BATCH = 50;

type Shown = {
  readonly source: ImageSource;
  readonly steps: ReturnType<typeof stepsOf>['test'];
  readonly layers: readonly string[];
  readonly config: NeuralFitsConfig;
  readonly rng: Rng;
  readonly session: Session;
};

export default defineStudy({
  name: 'ventral-stream/neural-fits',
  question:
    'Do the dynamics of a network predict those of V4 and IT, and which of its layers goes with which area?',
  sources: [nayebi2018, nayebi2022, majaj2015],
  config: NeuralFitsConfig,
  presets: neuralFitsPresets,
  async *run({ config, rng, session }) {
    const chosen = await chosenNetwork(config, rng);
    try {
      const shown = await imagesOf(config, chosen, { rng, session });
      const model = await overTime(chosen.network, shown);
      const all =
        config.recordings === undefined
          ? await heard(chosen, shown)
          : await recorded(config.recordings, shown);
      const recording = config.areas === undefined ? all : takeAreas(all, config.areas);
      const assignment = await assignLayers(model, recording, config.predictivity);
      for (const score of assignmentScores(assignment, recording)) yield { kind: 'score', score };
      yield { kind: 'figure', figure: assignmentFigure(assignment, { model, recording }) };
      for (const area of areasOf(recording)) {
        const layer = assignment.layers[area];
        if (layer === undefined) continue;
        session.progress('areas', areasOf(recording).indexOf(area), areasOf(recording).length, area);
        const fits: AreaFit[] = [await fitArea(model, { layer, area, recording }, config.predictivity)];
        for (const score of predictivityScores(fits[0]!, recording)) yield { kind: 'score', score };
        yield { kind: 'figure', figure: predictivityFigure(fits, { area, recording }) };
      }
    } finally {
      disposeTree({ params: chosen.network.params, state: chosen.network.state });
    }
  },
});

/** The images that network and sites see. */
async function imagesOf(
  config: NeuralFitsConfig,
  { data, network }: ChosenNetwork,
  { rng, session }: Pick<Shown, 'rng' | 'session'>,
): Promise<Shown> {
  const { recordings } = config;
  const source = recordings === undefined ? openImageData(data.test) : imageFolder(recordings.images);
  const steps = recordings?.preparation ?? stepsOf(data).test;
  const layers = config.layers ?? recurrentLayers(network.architecture);
  return { source, steps, layers, config, rng, session };
}

/** What a network does of all images. */
function overTime(
  network: Network,
  { source, steps, layers, config, rng, session }: Shown,
): Promise<TimedModel> {
  const batchSize = Math.min(BATCH, source.labels.length);
  const stream = heldOutImages(source, { batchSize, steps, threads: 0 });
  return timedNetwork(
    network,
    { stream, batches: heldOutBatches(source, batchSize) },
    {
      layers,
      session,
      ...(config.units !== null && { sample: { units: config.units, rng: rng.child('units') } }),
    },
  );
}

/** Sites that hear a network of the same graph from another start; the model held against them is not told. */
async function heard({ network: { architecture } }: ChosenNetwork, shown: Shown): Promise<NeuralRecording> {
  const { config, source, rng, layers } = shown;
  const started = architecture.init(rng.child('heard'));
  try {
    const model = await overTime({ architecture, ...started }, shown);
    const objects = Int32Array.from(source.labels);
    const of = { model, layers: siteLayers(layers), objects, categories: objects };
    const { recording } = await syntheticSites(config.sites, of, rng.child('sites'));
    return recording;
  } finally {
    disposeTree(started);
  }
}

async function recorded(
  { responses }: NonNullable<NeuralFitsConfig['recordings']>,
  { source }: Shown,
): Promise<NeuralRecording> {
  const recording = neuralRecordingOf(await readNpzFile(responses, { maxBytes: MOST_BYTES }), responses);
  if (recording.objects.length !== source.labels.length)
    throw new DataError(
      `${responses}: there must be a row for each of ${source.labels.length} images, got ${recording.objects.length}`,
    );
  return recording;
}

/** Responses of 5760 images, 256 sites, 26 bins and some repeats, in doubles. */
const MOST_BYTES = 8e9;
