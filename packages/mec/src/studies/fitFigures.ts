import type { Figure, StudyEvent } from '@goal-driven/core';
import { participationRatio } from '@goal-driven/metrics';
import { mappedLayers } from '../layerMaps';
import { mapName, splitsName } from '../neural/fitNames';
import type { MapClasses } from '../neural/mapClasses';
import type { ArenaRecordings } from '../neural/MecDataset';
import type { NeuralFit } from '../neural/neuralFit';
import { sharedBins, takeBins } from '../neural/sharedBins';
import { classNames, ofClass } from './fitScores';
import type { FitSource } from './fitSources';
import { animalsLabel } from './heldAgainst';

/** How one source predicts each cell. */
export type SourceFit = {
  readonly name: string;
  readonly layer?: FitSource['layer'] | undefined;
  /** [units, y, x]; animals have none. */
  readonly maps?: FitSource['maps'] | undefined;
  /** Of the cells of all animals in turn. */
  readonly values: readonly number[];
  readonly median: number;
};

type Context = {
  readonly recordings: ArenaRecordings;
  readonly cells: MapClasses;
  readonly classes: ReadonlyMap<FitSource, MapClasses>;
  readonly fit: NeuralFit;
  /** Its size. */
  readonly arena: string;
};

/** The figures of one arena; those for which nothing was measured are left out. */
export function* fitFigures(fits: readonly SourceFit[], context: Context): Generator<StudyEvent> {
  const figures = [
    byLayerFigure(fits, context),
    cellsFigure(fits, context),
    gridScoresFigure(context),
    dimensionsFigure(fits, context),
  ];
  for (const figure of figures) if (figure !== undefined) yield { kind: 'figure', figure };
}

const nameIn = (name: string, { recordings }: Context): string =>
  `${name}-${recordings.arena.replaceAll(/[^\w.-]+/g, '-')}`;

function captionOf({ recordings, fit, arena, cells }: Context): string {
  const [map, splits] = [mapName(fit.map), splitsName(fit.splits)];
  return `${cells.n} ${animalsLabel(recordings)} cells of ${recordings.animals.length} animals in ${arena}. Map: ${map}, bins split ${splits}.`;
}

/** Fit along the layers of networks; what has no layers as references. */
function byLayerFigure(fits: readonly SourceFit[], context: Context): Figure {
  const networks = [...new Set(fits.flatMap(({ name, layer }) => (layer ? [name] : [])))];
  const flat = fits.filter(({ layer }) => layer === undefined);
  const common = {
    name: nameIn('fit-by-layer', context),
    title: `Fit to cells in ${context.recordings.arena}`,
    caption: `Median over cells of the correlation with bins held out. ${captionOf(context)}`,
  };
  const y = 'median correlation (1)';
  if (networks.length === 0) {
    const groups = flat.map(({ name, median }, index) => ({ label: name, x: [index + 1], y: [median] }));
    return { ...common, kind: 'scatter', axes: { x: 'source, in the order of the legend', y }, groups };
  }
  const lines = networks.map((label) => {
    const own = fits.filter(({ name, layer }) => name === label && layer !== undefined);
    return {
      label,
      x: own.map(({ layer }) => mappedLayers.indexOf(layer!) + 1),
      y: own.map(({ median }) => median),
    };
  });
  const references = flat
    .filter(({ median }) => !Number.isNaN(median))
    .map(({ name, median }) => ({ label: name, y: median }));
  return { ...common, kind: 'lines', axes: { x: 'layer: 1 pre_g, 2 g, 3 dc', y }, lines, references };
}

/** Each cell as the best source predicts it, against how other animals do. */
function cellsFigure(fits: readonly SourceFit[], context: Context): Figure | undefined {
  const animals = fits.find(({ name }) => name === 'other animals');
  const models = fits.filter(({ maps, median }) => maps !== undefined && !Number.isNaN(median));
  if (animals === undefined || models.length === 0) return undefined;
  const best = models.reduce((most, fit) => (fit.median > most.median ? fit : most));
  const groups = classNames.map((label) => {
    const own = ofClass(context.cells, label);
    const cells = [...own.keys()].filter((cell) => own[cell]);
    return {
      label,
      x: cells.map((cell) => animals.values[cell]!),
      y: cells.map((cell) => best.values[cell]!),
    };
  });
  const source = best.layer === undefined ? best.name : `${best.name}, layer ${best.layer}`;
  return {
    kind: 'scatter',
    name: nameIn('model-and-animals', context),
    title: 'Cells as model and animals predict them',
    caption: `Each cell by its correlation with predictions, of all other animals together and of the best source, ${source}. Grid cells have a grid score above 0.3, border cells a border score above 0.5, heterogeneous cells neither. ${captionOf(context)}`,
    axes: { x: 'predicted by other animals (1)', y: `predicted by ${source} (1)` },
    groups,
  };
}

function gridScoresFigure(context: Context): Figure | undefined {
  const { cells, classes } = context;
  const groups = [
    { label: `cells (${animalsLabel(context.recordings)})`, values: [...cells.gridScores] },
    ...[...classes].map(([{ name, layer }, own]) => ({
      label: layer === undefined ? name : `${name} ${layer}`,
      values: [...own.gridScores],
    })),
  ];
  if (groups.every(({ values }) => values.every(Number.isNaN))) return undefined;
  return {
    kind: 'histogram',
    name: nameIn('grid-scores', context),
    title: 'Grid scores of cells and of what predicts them',
    caption: `Units that never change their rate have none. ${captionOf(context)}`,
    axes: { x: 'grid score', y: 'units' },
    groups,
    references: [{ label: 'grid cells above 0.3', x: 0.3 }],
  };
}

/** Fit against the dimension of the maps that predict. */
function dimensionsFigure(fits: readonly SourceFit[], context: Context): Figure | undefined {
  const groups = fits.flatMap(({ name, layer, maps, median }) => {
    if (maps === undefined) return [];
    const ratio = participationRatio(takeBins(maps, sharedBins('dimensionsFigure', [maps])));
    return [{ label: layer === undefined ? name : `${name} ${layer}`, x: [Math.log10(ratio)], y: [median] }];
  });
  if (groups.length === 0) return undefined;
  return {
    kind: 'scatter',
    name: nameIn('fit-and-dimension', context),
    title: 'Fit and dimension of the maps',
    caption: `Schaeffer et al. 2022 hold that fits follow the participation ratio of the maps. ${captionOf(context)}`,
    axes: { x: 'logarithm (base 10) of the participation ratio', y: 'median correlation (1)' },
    groups,
  };
}
