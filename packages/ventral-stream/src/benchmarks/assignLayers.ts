import type { Figure, Score } from '@goal-driven/core';
import { fitArea, predictivityScores, type AreaFit } from './neuralPredictivity';
import { areasOf, type Area, type NeuralRecording } from './NeuralRecording';
import type { PredictivityConfig } from './PredictivityConfig';
import type { TimedModel } from './TimedModel';

export type LayerAssignment = {
  /** Of each area of the recording the layer that predicts it best. */
  readonly layers: { readonly [area in Area]?: string };
  /** Every layer against every area. */
  readonly fits: readonly AreaFit[];
};

/**
 * Which layer of a model goes with which area: the one whose average over time best predicts the responses averaged
 * over time, by the median over sites of the corrected correlation; of equals the lowest layer. An area that no layer
 * predicts has none.
 *
 * @throws what `fitArea` throws
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506, caption of Fig. 3
 */
export async function assignLayers(
  model: TimedModel,
  recording: NeuralRecording,
  config: Omit<PredictivityConfig, 'mapping'>,
): Promise<LayerAssignment> {
  const fits: AreaFit[] = [];
  for (const area of areasOf(recording)) {
    for (const layer of model.layers) {
      fits.push(await fitArea(model, { layer, area, recording }, { ...config, mapping: 'timeAverage' }));
    }
  }
  const best = areasOf(recording).flatMap((area) => {
    const known = fits.filter((fit) => fit.area === area && !Number.isNaN(scoreOf(fit)));
    const [first, ...others] = known;
    if (first === undefined) return [];
    const winner = others.reduce((most, fit) => (scoreOf(fit) > scoreOf(most) ? fit : most), first);
    return [[area, winner.layer] as const];
  });
  return { layers: Object.fromEntries(best), fits };
}

const scoreOf = ({ fit }: AreaFit): number => fit.bins[0]!.ceiled;

/** The score of every layer for every area, and whether it is the area's. */
export function* assignmentScores(
  { layers, fits }: LayerAssignment,
  recording: NeuralRecording,
): Generator<Score> {
  for (const fit of fits) {
    const chosen = layers[fit.area] === fit.layer ? 'yes' : 'no';
    for (const score of predictivityScores(fit, recording)) {
      yield { ...score, metric: 'layerToArea', labels: { ...score.labels, chosen } };
    }
  }
}

/** The scores of the layers of one model, a curve for each area. */
export function assignmentFigure(
  { fits, layers }: LayerAssignment,
  { model, recording }: { readonly model: TimedModel; readonly recording: NeuralRecording },
): Figure {
  const given = Object.entries(layers).map(([area, layer]) => `${area} ${layer}`);
  return {
    kind: 'categories',
    name: `layer-to-area-${model.name.replaceAll('/', '-')}`, // it becomes the name of a file
    title: `Which layer of ${model.name} predicts which area`,
    caption: `Noise-corrected correlation of predicted and measured responses, both averaged over time, median over ${recording.synthetic ? 'synthetic ' : ''}sites of ${recording.name}. Best: ${given.join(', ')}.`,
    axes: { x: 'layer', y: 'noise-corrected correlation' },
    categories: [...model.layers],
    groups: areasOf(recording).map((area) => ({
      label: area,
      values: model.layers.map((layer) =>
        fits.filter((fit) => fit.area === area && fit.layer === layer).map(scoreOf),
      ),
    })),
  };
}
