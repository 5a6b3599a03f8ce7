import { plainScore, type Score, type StudyEvent } from '@goal-driven/core';
import type { Rng } from '@goal-driven/core/arrays';
import { unitReliability } from '../neural/animalConsistency';
import type { AreaConsistencies, AreaMap } from '../neural/areaMap';
import type { ChosenLayers } from '../neural/chooseLayers';
import type { LayerFit } from '../neural/fitLayers';
import type { LayerHierarchy } from '../neural/layerHierarchy';
import type { MouseArea } from '../neural/mouseAreas';
import { mouseMapName, type MousePredictivity } from '../neural/MousePredictivity';
import { intervalOverAnimals, summariseFits, type AnimalFit, type FitSummary } from '../neural/summariseFits';
import type { FitTerms } from '../neural/mouseFit';
import { medianOfKnown } from '@goal-driven/metrics';
import type { HeldMice } from './heldMice';
import type { NeuralFitsConfig } from './NeuralFitsConfig';
import type { MeasuredConsistency } from './neuralFitsFigures';

type Labels = Score['labels'];
type Events = Generator<StudyEvent>;

/** The median over units: what the map predicts, the ceiling, and the one over the other, half by half. */
function summaryScore(metric: string, { raw, ceiling, ceiled, n }: FitSummary, labels: Labels): StudyEvent {
  const score = { metric, version: 1, labels, value: raw, ceiling, ceiled, n, unit: '1' };
  return { kind: 'score', score };
}

/** Halves of trials that had no part in the scores of animals, of all of these together, where there are any. */
function* skippedScores(fits: readonly AnimalFit[], labels: Labels): Events {
  const value = fits.reduce((sum, { skippedHalves }) => sum + skippedHalves, 0);
  if (value > 0) yield plainScore({ metric: 'skippedHalves', labels, value, n: fits.length });
}

/** Units and animals after each step of the selection, and how reliable those left are. */
export function* selectionScores({ animals, stages, areas }: HeldMice, fit: MousePredictivity): Events {
  for (const [area, steps] of Object.entries(stages)) {
    for (const [stage, { units, specimens }] of Object.entries(steps)) {
      const labels = { animals, area, stage };
      yield plainScore({ metric: 'units', labels, value: units, n: units });
      yield plainScore({ metric: 'specimens', labels, value: specimens, n: specimens });
    }
  }
  for (const responses of areas) {
    const values = unitReliability(responses, fit).flatMap((own) => [...own]);
    const labels = { animals, area: responses.area };
    yield plainScore({ metric: 'unitReliability', labels, value: medianOfKnown(values), n: values.length });
  }
}

/** When each area becomes reliable and when it is most so. */
export function* courseScores({ animals, courses }: HeldMice): Events {
  for (const { area, onset, peak, n } of courses) {
    const labels = { animals, area };
    yield plainScore({ metric: 'reliabilityOnset', labels, value: onset, n, unit: 'ms' });
    yield plainScore({ metric: 'reliabilityPeak', labels, value: peak, n, unit: 'ms' });
  }
}

/** Every layer against every area. */
export function* layerScores(
  fits: readonly LayerFit[],
  { animals }: HeldMice,
  { map }: MousePredictivity,
): Events {
  for (const { area, layer, animals: own } of fits) {
    const summary = summariseFits(own);
    const labels = { animals, area, layer, map: mouseMapName(map) };
    yield summaryScore('neuralPredictivity', summary, labels);
    yield plainScore({ metric: 'undefinedUnits', labels, value: summary.undefinedUnits, n: summary.n });
    yield* skippedScores(own, labels);
  }
}

/**
 * What belongs to the areas that are taken together. Of calcium recordings RL does not: its field of view reaches into
 * somatosensory cortex.
 */
const ofAllAreas = <Own extends { readonly area: MouseArea }>(
  owns: readonly Own[],
  { kind }: HeldMice,
): Own[] => owns.filter(({ area }) => kind !== 'calcium' || area !== 'VISrl');

/** The chosen layer of each area, and the units of all areas together. */
export function* chosenScores(
  chosen: readonly ChosenLayers[],
  { held, config, rng }: { readonly held: HeldMice; readonly config: NeuralFitsConfig; readonly rng: Rng },
): Events {
  const pooled = ofAllAreas(chosen, held);
  const rows = [
    ...chosen.map(({ area, layers, animals }) => ({
      area,
      layer: [...new Set(layers)].join(' '),
      fits: animals,
    })),
    { area: 'all', layer: 'chosen', fits: pooled.flatMap(({ animals }) => animals) },
  ];
  for (const { area, layer, fits } of rows) {
    if (fits.length === 0) continue;
    const labels = {
      ...{ animals: held.animals, area, layer, map: mouseMapName(config.fit.map) },
      choice: config.layerChoice.by,
    };
    const summary = summariseFits(fits);
    const row = { labels, n: summary.n };
    yield summaryScore('bestLayerPredictivity', summary, labels);
    yield plainScore({ ...row, metric: 'bestLayerStandardError', value: summary.sem });
    const [low, high] = intervalOverAnimals(bySpecimen(fits), rng.child(area), {
      resamples: config.resamples,
    });
    yield plainScore({ ...row, metric: 'bestLayerIntervalLow', value: low });
    yield plainScore({ ...row, metric: 'bestLayerIntervalHigh', value: high });
  }
}

/** What is drawn anew are animals, with their units of all areas. */
function bySpecimen(fits: readonly AnimalFit[]): FitTerms[] {
  return [...new Set(fits.map(({ specimen }) => specimen))].map((specimen) => {
    const own = fits.filter((fit) => fit.specimen === specimen);
    const all = (name: 'raw' | 'ceiling' | 'ceiled') =>
      Float64Array.from(own.flatMap((fit) => [...fit[name]]));
    return { raw: all('raw'), ceiling: all('ceiling'), ceiled: all('ceiled') };
  });
}

/** How far layers follow the order of areas, and where each area stands among them; `more` labels of a control. */
export function* hierarchyScores(
  { score, areas, undefinedUnits }: LayerHierarchy,
  { animals }: HeldMice,
  more: Labels = {},
): Events {
  const n = areas.reduce((sum, area) => sum + area.n, 0);
  const all = { animals, ...more };
  yield plainScore({ metric: 'layerHierarchy', labels: all, value: score, n });
  yield plainScore({ metric: 'unitsWithoutLayer', labels: all, value: undefinedUnits, n });
  for (const { area, position, sem, n: units } of areas) {
    const labels = { ...all, area };
    yield plainScore({ metric: 'layerPosition', labels, value: position, n: units });
    yield plainScore({ metric: 'layerPositionStandardError', labels, value: sem, n: units });
  }
}

/** Every layer in every window of time. */
export function* timedScores({ animals, timed }: HeldMice): Events {
  for (const { area, layer, time, ...summary } of timed) {
    yield summaryScore('predictivityOverTime', summary, { animals, area, layer, time });
  }
}

/** Animals of an area predicted from each other, over test and over training images. */
export function* consistencyScores(
  {
    area,
    map,
    source,
    test,
    train,
  }: Omit<MeasuredConsistency, 'area'> & { readonly area: MouseArea | 'all' },
  { animals }: HeldMice,
): Events {
  for (const [images, fits] of Object.entries({ test, train })) {
    if (fits === undefined || fits.length === 0) continue;
    yield summaryScore('animalConsistency', summariseFits(fits), { animals, area, map, source, images });
  }
  yield* skippedScores(test, { animals, area, map, source });
}

/**
 * The units of all areas together, by one map from one kind of source: what the best layers of all areas are held
 * against.
 */
export function* allConsistencyScores(measured: readonly MeasuredConsistency[], held: HeldMice): Events {
  const pooled = ofAllAreas(measured, held);
  if (pooled.length === 0) return;
  const { map, source } = pooled[0]!;
  const fits = (part: 'test' | 'train') => pooled.flatMap((own) => own[part] ?? []);
  yield* consistencyScores({ area: 'all', map, source, test: fits('test'), train: fits('train') }, held);
}

/** Areas predicted from each other. */
export function* areaScores({ areas, consistencies }: AreaConsistencies, { animals }: HeldMice): Events {
  const n = areas.length;
  for (const [at, value] of consistencies.values.entries()) {
    const labels = { animals, source: areas[Math.floor(at / n)]!, area: areas[at % n]! };
    yield plainScore({ metric: 'areaConsistency', labels, value, n });
  }
}

/** How well a plane holds the distances of areas. */
export function* mapScores({ areas, stress, pairsAboveOne }: AreaMap, { animals }: HeldMice): Events {
  const n = areas.length;
  yield plainScore({ metric: 'areaMapStress', labels: { animals }, value: stress, n });
  yield plainScore({
    metric: 'areaPairsAboveOne',
    labels: { animals },
    value: pairsAboveOne,
    n: (n * (n - 1)) / 2,
  });
}
