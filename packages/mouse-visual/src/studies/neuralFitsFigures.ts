import type { Figure } from '@goal-driven/core';
import type { AreaConsistency } from '../neural/animalConsistency';
import type { AreaMap } from '../neural/areaMap';
import type { CurvePoint } from '../neural/consistencyCurves';
import type { LayerFit } from '../neural/fitLayers';
import type { LayerHierarchy } from '../neural/layerHierarchy';
import { mouseAreaNames, type MouseArea } from '../neural/mouseAreas';
import { mouseMapName, type MousePredictivity } from '../neural/MousePredictivity';
import { summariseFits } from '../neural/summariseFits';
import type { HeldMice } from './heldMice';

/** Animals of an area predicted from each other by a map. */
export type MeasuredConsistency = AreaConsistency & {
  readonly map: string;
  readonly source: 'pooled' | 'pairwise';
};

/** Consistency of an area from ever more of something. */
export type MeasuredCurve<Point> = {
  readonly area: MouseArea;
  readonly points: readonly (CurvePoint & Point)[];
};

const corrected = 'noise-corrected correlation (1)';
const nameOf = (area: MouseArea): string => mouseAreaNames[area];

function countsOf({ animals, areas }: HeldMice): string {
  const units = areas.reduce(
    (sum, area) => sum + area.animals.reduce((all, own) => all + own.units.length, 0),
    0,
  );
  const specimens = new Set(areas.flatMap((area) => area.animals.map(({ specimen }) => specimen))).size;
  return `${units} units of ${specimens} ${animals} animals.`;
}

export function layersFigure(
  layers: readonly string[],
  fits: readonly LayerFit[],
  { held, fit }: { readonly held: HeldMice; readonly fit: MousePredictivity },
): Figure {
  return {
    kind: 'categories',
    name: 'layers-and-areas',
    title: 'Layers as predictors of areas',
    caption: `Median over units of the noise-corrected correlation with test images. Map: ${mouseMapName(fit.map)}, ${fit.splits} splits, ${fit.halves} halves. ${countsOf(held)}`,
    axes: { x: 'layer', y: corrected },
    categories: [...layers],
    groups: held.areas.map(({ area }) => ({
      label: nameOf(area),
      values: layers.map((layer) =>
        fits
          .filter((own) => own.area === area && own.layer === layer)
          .map(({ animals }) => summariseFits(animals).ceiled),
      ),
    })),
  };
}

export function consistencyFigure(measured: readonly MeasuredConsistency[], held: HeldMice): Figure {
  const areas = [...new Set(measured.map(({ area }) => area))];
  const kinds = [...new Set(measured.map(({ map, source }) => `${map}, ${source}`))];
  return {
    kind: 'categories',
    name: 'consistency-by-map',
    title: 'Animals as predictors of each other',
    caption: `Median over units (over animals for rsa) of the noise-corrected consistency on test images, from all other animals together (pooled) or one by one (pairwise). ${countsOf(held)}`,
    axes: { x: 'area', y: corrected },
    categories: areas.map(nameOf),
    groups: kinds.map((label) => ({
      label,
      values: areas.map((area) =>
        measured
          .filter((own) => own.area === area && `${own.map}, ${own.source}` === label)
          .map(({ test }) => summariseFits(test).ceiled),
      ),
    })),
  };
}

export function hierarchyFigure(
  { score, areas }: LayerHierarchy,
  { held, layers }: { readonly held: HeldMice; readonly layers: readonly string[] },
): Figure {
  return {
    kind: 'bars',
    name: 'layer-hierarchy',
    title: 'Where areas stand among layers',
    caption: `Mean over units of the place of the layer that predicts each best, with its standard error; 0 is ${layers[0]}, 1 ${layers.at(-1)}. Correlation of units' layers with the places of their areas: ${score.toFixed(2)}. ${countsOf(held)}`,
    axes: { x: 'place among layers (1)', y: 'area' },
    bars: areas.map(({ area, position, sem }) => ({
      label: nameOf(area),
      value: position,
      ...(Number.isNaN(sem) ? {} : { interval: [position - sem, position + sem] as const }),
    })),
  };
}

export const mapFigure = ({ areas, metric, stress }: AreaMap, held: HeldMice): Figure => ({
  kind: 'scatter',
  name: 'area-map',
  title: 'Areas by how they predict each other',
  caption: `Distances are 1 minus the mean noise-corrected consistency of two areas over that within them; metric scaling, stress ${stress.toFixed(3)}. ${countsOf(held)}`,
  axes: { x: 'first axis (1)', y: 'second axis (1)' },
  groups: areas.map((area, at) => ({
    label: nameOf(area),
    x: [metric.values[2 * at]!],
    y: [metric.values[2 * at + 1]!],
  })),
});

export const courseFigure = ({ animals, courses }: HeldMice): Figure => ({
  kind: 'lines',
  name: 'reliability-over-time',
  title: 'When areas become reliable',
  caption: `Median over all recorded units (${animals}) of the split-half reliability in each bin of time, over its maximum.`,
  axes: { x: 'time after image onset (ms)', y: 'reliability over its maximum (1)' },
  lines: courses.map(({ area, times, relative }) => ({
    label: nameOf(area),
    x: [...times],
    y: [...relative],
  })),
});

/** The layer of each area that is best in its best window. */
export function timedFigure(held: HeldMice): Figure {
  const areas = [...new Set(held.timed.map(({ area }) => area))];
  return {
    kind: 'lines',
    name: 'predictivity-over-time',
    title: 'When layers predict areas',
    caption: `Median over units of the correlation of prediction and held-out response in windows of time, a map for each, not corrected for noise; of each area the layer that reaches most. ${countsOf(held)}`,
    axes: { x: 'start of the window after image onset (ms)', y: 'correlation (1)' },
    lines: areas.map((area) => {
      const own = held.timed.filter((fit) => fit.area === area && !Number.isNaN(fit.raw));
      const best = own.reduce<(typeof own)[number] | undefined>(
        (most, fit) => (most && most.raw >= fit.raw ? most : fit),
        undefined,
      );
      const shown = own.filter(({ layer }) => layer === best?.layer);
      return {
        label: `${nameOf(area)} ${best?.layer ?? ''}`.trim(),
        x: shown.map(({ time }) => time),
        y: shown.map(({ raw }) => raw),
      };
    }),
  };
}

export const unitsFigure = (
  curves: readonly MeasuredCurve<{ readonly share: number }>[],
  held: HeldMice,
): Figure => ({
  name: 'consistency-by-units',
  title: 'Consistency of animals from ever more units',
  caption: `Median over units of the noise-corrected consistency on test images, from random shares of the units of all other animals. ${countsOf(held)}`,
  ...curveLines(curves, 'logarithm (base 10) of the share of units', ({ share }) => Math.log10(share)),
});

export const imagesFigure = (
  curves: readonly MeasuredCurve<{ readonly images: number }>[],
  held: HeldMice,
): Figure => ({
  name: 'consistency-by-images',
  title: 'Consistency of animals from ever more images',
  caption: `Median over units of the noise-corrected consistency on test images, from all other animals, with random choices of images split into training and test ones. ${countsOf(held)}`,
  ...curveLines(curves, 'images', ({ images }) => images),
});

const curveLines = <Point>(
  curves: readonly MeasuredCurve<Point>[],
  x: string,
  place: (point: Point) => number,
) => ({
  kind: 'lines' as const,
  axes: { x, y: corrected },
  lines: curves.map(({ area, points }) => ({
    label: nameOf(area),
    x: points.map(place),
    y: points.map(({ test }) => test.ceiled),
  })),
});
