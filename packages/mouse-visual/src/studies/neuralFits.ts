import { defineStudy, Interrupted, type Session, type StudyEvent } from '@goal-driven/core';
import { ConfigError, type Rng } from '@goal-driven/core/arrays';
import { animalConsistency } from '../neural/animalConsistency';
import { areaConsistencies, areaMap } from '../neural/areaMap';
import { chooseLayers, chooseLayersWithin } from '../neural/chooseLayers';
import { consistencyByImages, consistencyByUnits } from '../neural/consistencyCurves';
import { fitLayers, type LayerFit, type ModelLayers } from '../neural/fitLayers';
import { layerHierarchy } from '../neural/layerHierarchy';
import { mouseMapName } from '../neural/MousePredictivity';
import { randomHierarchy } from '../neural/randomHierarchy';
import { shuffleLayers } from '../neural/shuffleLayers';
import { nayebi2023, nonaka2021, siegle2021 } from '../neural/sources';
import { heldMice, type HeldMice } from './heldMice';
import { layerFeatures } from './layerFeatures';
import { modelLayers, type LayerFeatures } from '../neural/LayerFeatures';
import { NeuralFitsConfig, neuralFitsPresets } from './NeuralFitsConfig';
import {
  consistencyFigure,
  courseFigure,
  hierarchyFigure,
  imagesFigure,
  layersFigure,
  mapFigure,
  timedFigure,
  unitsFigure,
  type MeasuredConsistency,
} from './neuralFitsFigures';
import {
  allConsistencyScores,
  areaScores,
  chosenScores,
  consistencyScores,
  courseScores,
  hierarchyScores,
  layerScores,
  mapScores,
  selectionScores,
  timedScores,
} from './neuralFitsScores';
import { stimulusFeatures } from './stimulusFeatures';

export default defineStudy({
  name: 'mouse-visual/neural-fits',
  question:
    'How well do the layers of a model, and other animals, predict the units of the areas of mouse visual cortex?',
  sources: [nayebi2023, siegle2021, nonaka2021],
  config: NeuralFitsConfig,
  presets: neuralFitsPresets,
  async *run({ config, rng, session }) {
    const features = await featuresOf(config, rng);
    const model = features && modelLayers(features);
    const held = await heldMice({ config, model, features, rng, session });
    yield* selectionScores(held, config.fit);
    yield* courseScores(held);
    if (held.courses.length > 0) yield figure(courseFigure(held));
    const context = { held, config, rng, session };
    if (model !== undefined) yield* fitModel(model, context);
    yield* compareAnimals(context);
  },
});

type Context = {
  readonly held: HeldMice;
  readonly config: NeuralFitsConfig;
  readonly rng: Rng;
  readonly session: Session;
};

const figure = (drawn: Extract<StudyEvent, { kind: 'figure' }>['figure']): StudyEvent => ({
  kind: 'figure',
  figure: drawn,
});

/** Of a file or a network, or of none where mice are synthetic. */
async function featuresOf(config: NeuralFitsConfig, rng: Rng): Promise<LayerFeatures | undefined> {
  if (config.features !== undefined && config.network !== undefined) {
    throw new ConfigError('mouse-visual/neural-fits: features must be of a file or of a network, got both');
  }
  if (config.features !== undefined) return layerFeatures(config.features, config.layers);
  if (config.layers !== undefined) {
    throw new ConfigError('mouse-visual/neural-fits: layers must be of features, got layers alone');
  }
  if (config.network !== undefined) {
    return stimulusFeatures(config.network, {
      ...config,
      rng: rng.child('network').child(config.network.name),
    });
  }
  if (config.recordings !== undefined) return undefined;
  return randomHierarchy(config.hierarchy, rng.child('hierarchy'));
}

async function* fitModel(
  model: ModelLayers,
  { held, config, rng, session }: Context,
): AsyncGenerator<StudyEvent> {
  const fits: LayerFit[] = [];
  for (const [at, layer] of model.layers.entries()) {
    requireRunning(session, `layer ${layer}`);
    session.progress('layers', at, model.layers.length, layer);
    const own = await fitLayers({ ...model, layers: [layer] }, held.areas, config.fit, {
      signal: session.signal,
    });
    fits.push(...own);
    yield* layerScores(own, held, config.fit);
  }
  yield figure(layersFigure(model.layers, fits, { held, fit: config.fit }));
  const { by } = config.layerChoice;
  const chosen =
    by === 'innerImages'
      ? await chooseLayersWithin(model, held.areas, { ...config.fit, ...config.layerChoice }, session)
      : chooseLayers(fits, by);
  yield* chosenScores(chosen, { held, config, rng: rng.child('intervals') });
  const hierarchy = layerHierarchy(model.layers, fits);
  yield* hierarchyScores(hierarchy, held);
  yield figure(hierarchyFigure(hierarchy, { held, layers: model.layers }));
  if (config.shuffledLayers) {
    requireRunning(session, 'shuffled layers');
    const mixed = shuffleLayers(model, rng.child('shuffle'));
    const { signal } = session;
    const control = layerHierarchy(model.layers, await fitLayers(mixed, held.areas, config.fit, { signal }));
    yield* hierarchyScores(control, held, { control: 'shuffled layers' });
  }
  yield* timedScores(held);
  if (held.timed.length > 0) yield figure(timedFigure(held));
}

async function* compareAnimals({ held, config, rng, session }: Context): AsyncGenerator<StudyEvent> {
  const comparable = held.areas.filter(({ animals }) => animals.length > 1);
  for (const { area } of held.areas.filter((own) => !comparable.includes(own))) {
    session.say?.(`mouse-visual/neural-fits: ${area} has one animal, which is compared with no other`);
  }
  const measured: MeasuredConsistency[] = [];
  for (const map of config.consistencyMaps) {
    for (const source of config.pairwise ? (['pooled', 'pairwise'] as const) : (['pooled'] as const)) {
      const own: MeasuredConsistency[] = [];
      for (const area of comparable) {
        requireRunning(session, `animals by ${mouseMapName(map)}`);
        const result = animalConsistency(area, { ...config.fit, map }, { source, signal: session.signal });
        own.push({ map: mouseMapName(map), source, ...result });
        yield* consistencyScores(own.at(-1)!, held);
      }
      yield* allConsistencyScores(own, held);
      measured.push(...own);
    }
  }
  if (measured.length > 0) yield figure(consistencyFigure(measured, held));
  yield* curves(comparable, { held, config, session });
  if (!config.areaMap || comparable.length < 3) return;
  requireRunning(session, 'map of areas');
  const consistencies = areaConsistencies(comparable, config.fit, { signal: session.signal });
  yield* areaScores(consistencies, held);
  if (
    consistencies.areas.some(
      (_, at, { length }) => !(consistencies.consistencies.values[at * (length + 1)]! > 0),
    )
  ) {
    session.say?.('mouse-visual/neural-fits: an area does not predict itself, so areas have no map');
    return;
  }
  const map = areaMap(consistencies, rng.child('map'));
  yield* mapScores(map, held);
  yield figure(mapFigure(map, held));
}

/** Consistency of animals from ever more units and images. */
function* curves(
  areas: HeldMice['areas'],
  { held, config, session }: Pick<Context, 'held' | 'config' | 'session'>,
): Generator<StudyEvent> {
  const { unitShares: shares, imageCounts: counts, fit } = config;
  const { signal } = session;
  const over = <Point>(where: string, pointsOf: (area: HeldMice['areas'][number]) => readonly Point[]) =>
    areas.map((area) => {
      requireRunning(session, where);
      return { area: area.area, points: pointsOf(area) };
    });
  if (areas.length === 0) return;
  if (shares.length > 0) {
    const measured = over('curves by units', (area) => consistencyByUnits(area, fit, { shares, signal }));
    yield figure(unitsFigure(measured, held));
  }
  if (counts.length > 0) {
    const measured = over('curves by images', (area) => consistencyByImages(area, fit, { counts, signal }));
    yield figure(imagesFigure(measured, held));
  }
}

function requireRunning({ signal }: Session, where: string): void {
  if (signal.aborted) throw new Interrupted(`mouse-visual/neural-fits: interrupted at ${where}`, 0);
}
