import type { Figure, MapsFigure } from '@goal-driven/core';
import type { Bounds } from './arena';
import type { PathIntegrationReport, Traced } from './evaluatePaths';

/** One point of the training curve. */
export type CurvePoint = { readonly step: number; readonly value: number };

/** The loss over training between its anchors: what says nothing, and what knows everything. */
export function trainingCurveFigure(
  curve: readonly CurvePoint[],
  { unit, anchors }: { unit: string; anchors: readonly { readonly label: string; readonly y: number }[] },
): Figure {
  return {
    name: 'training-curve',
    title: 'Learning to integrate a path',
    caption:
      'Task loss on fresh batches against parameter updates, between ' +
      `${anchors.map(({ label, y }) => `${y.toFixed(4)} ${unit} (${label})`).join(' and ')}.`,
    kind: 'lines',
    axes: { x: 'parameter updates', y: `task loss (${unit})` },
    lines: [{ label: 'training', x: curve.map(({ step }) => step), y: curve.map(({ value }) => value) }],
    references: anchors,
  };
}

/**
 * Decoding error as the path goes on, beside that of the network without its velocity input.
 *
 * @param options.dt length of a step, s
 * @param options.trained steps of the training paths, marked where these are longer
 */
export function errorOverTimeFigure(
  name: string,
  report: PathIntegrationReport,
  { dt, trained }: { readonly dt: number; readonly trained?: number },
): Figure {
  const seconds = report.errorOverTime.map((_, step) => (step + 1) * dt);
  const centimetres = (values: readonly number[]) => values.map((value) => 100 * value);
  const lines = [
    { label: 'network', x: seconds, y: centimetres(report.errorOverTime) },
    { label: 'no motion', x: seconds, y: centimetres(report.noMotionOverTime) },
  ];
  const longer = trained !== undefined && trained < seconds.length;
  const end = longer ? trained * dt : NaN;
  const highest = Math.max(...lines.flatMap(({ y }) => y));
  return {
    name,
    title: longer ? 'Error along paths longer than in training' : 'Error along the path',
    caption:
      `Mean distance between decoded and true position over ${report.samples} positions. ` +
      'No motion is the same network with its velocity input set to zero; the floor is what the decoder errs on the true place code.' +
      (longer ? ` Paths of training end at ${Number(end.toPrecision(6))} s.` : ''),
    kind: 'lines',
    axes: { x: 'time since the known start (s)', y: 'decoding error (cm)' },
    lines: longer ? [...lines, { label: 'end of training paths', x: [end, end], y: [0, highest] }] : lines,
    references: [{ label: 'decoder floor', y: 100 * report.decoderFloor }],
  };
}

/** True paths with what the network made of them, the first `panels` of a batch; along a track over time. */
export function pathsFigure(
  name: string,
  traced: Pick<Traced, 'batch' | 'decoded'>,
  options: { bounds: Bounds; panels: number },
): Figure {
  const { bounds, panels } = options;
  const [episodes, timesteps] = traced.batch.velocity.shape as [number, number];
  const track = bounds.minY === bounds.maxY;
  const pathOf = (values: ArrayLike<number>, episode: number) =>
    Array.from({ length: timesteps }, (_, step) => {
      const at = 2 * (episode * timesteps + step);
      return track ? ([step + 1, values[at]!] as const) : ([values[at]!, values[at + 1]!] as const);
    });
  return {
    name,
    title: 'Paths walked and paths decoded',
    caption:
      'Decoded positions are mean centres of the three most active place cells, so they move in jumps.',
    kind: 'paths',
    axes: track ? { x: 'timestep', y: 'x (m)' } : { x: 'x (m)', y: 'y (m)' },
    bounds: track
      ? [0, timesteps, bounds.minX, bounds.maxX]
      : [bounds.minX, bounds.maxX, bounds.minY, bounds.maxY],
    panels: Array.from({ length: Math.min(panels, episodes) }, (_, episode) => ({
      label: `path ${episode + 1}`,
      paths: [
        { label: 'true', points: pathOf(traced.batch.position.values, episode) },
        { label: 'predicted', points: pathOf(traced.decoded, episode) },
      ],
    })),
  };
}

/** What is known of one unit. */
export type UnitMap = {
  readonly unit: number;
  /** [y][x], the first row at the bottom; NaN where never visited. */
  readonly map: readonly (readonly number[])[];
  /** Of square maps, like the grid scores. */
  readonly autocorrelogram?: readonly (readonly number[])[];
  readonly gridScore60?: number;
  readonly gridScore90?: number;
  readonly spatialInformation: number;
};

/**
 * Rate maps of square arenas in the order of their grid scores, best first, autocorrelograms below; of others
 * in the order of their spatial information.
 */
export function rateMapsFigure(
  name: string,
  units: readonly UnitMap[],
  options: { layer: string; shown: number },
): Figure {
  const { layer, shown } = options;
  const square = units.some(({ gridScore60 }) => gridScore60 !== undefined);
  const scoreOf = ({ gridScore60, spatialInformation }: UnitMap) =>
    square ? gridScore60! : spatialInformation;
  const finite = units.filter((unit) => Number.isFinite(scoreOf(unit)));
  const ranked = finite.toSorted((a, b) => scoreOf(b) - scoreOf(a));
  const maps: MapsFigure['maps'] = ranked.slice(0, shown).map((unit) => ({
    label: `unit ${unit.unit}: ${scoreOf(unit).toFixed(2)}${square ? '' : ' bits'}`,
    values: unit.map,
    ...(unit.autocorrelogram === undefined ? {} : { below: unit.autocorrelogram }),
  }));
  const without = units.length - finite.length;
  return {
    name,
    title: `Rate maps of layer ${layer}, sorted by ${square ? 'grid score' : 'spatial information'}`,
    caption: square
      ? `The ${maps.length} units of highest 60-degree grid score out of ${units.length}, ` +
        `${without} of which are silent or constant and have none. Autocorrelograms below.`
      : `The ${maps.length} units of highest spatial information out of ${units.length}, ` +
        `${without} of which are silent or take negative values and have none.`,
    kind: 'maps',
    maps,
    unit: 'activity (a.u.)',
  };
}

/** How the grid scores spread over units, with the usual threshold. */
export function gridScoresFigure(name: string, units: readonly UnitMap[]): Figure {
  return {
    name,
    title: 'Grid scores',
    caption:
      'Scores of 60-degree (hexagonal) and 90-degree (square) symmetry; above 0.3 a unit is called a grid cell in Nayebi et al. 2021.',
    kind: 'histogram',
    axes: { x: 'grid score', y: 'units' },
    groups: [
      { label: '60 degrees', values: units.map(({ gridScore60 = NaN }) => gridScore60) },
      { label: '90 degrees', values: units.map(({ gridScore90 = NaN }) => gridScore90) },
    ],
    references: [{ label: 'grid cell', x: 0.3 }],
  };
}

/** How much the units say about place. */
export function spatialInformationFigure(name: string, units: readonly UnitMap[]): Figure {
  return {
    name,
    title: 'Spatial information',
    caption:
      'Skaggs information of each unit, with activity in the place of firing rate. Units that are silent or take negative values have none.',
    kind: 'histogram',
    axes: { x: 'spatial information (bits per spike)', y: 'units' },
    groups: [{ label: 'units', values: units.map(({ spatialInformation }) => spatialInformation) }],
  };
}
