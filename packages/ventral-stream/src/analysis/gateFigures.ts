import type { Figure } from '@goal-driven/core';
import { gatesInWords } from '../cells/gatedBy';
import { STEP_DURATION, type Movie } from '../network/Presentation';
import type { GateActivity } from './gateActivity';
import { upright } from './imageMaps';
import { overTime } from './overTime';

/** The mean gates over time, and maps of each where it has more than one pixel; nothing where there are no gates. */
export function gateFigures(activity: readonly GateActivity[], movie: Movie): Figure[] {
  if (activity.length === 0) return [];
  const spread = activity.filter(({ maps: [first] }) => first!.flat().length > 1);
  const maps = spread.map(({ node, gate, maps: timesteps }): Figure => ({
    name: `gate-maps-${node}-${gate}`,
    title: `The gate ${gate} of ${node}`,
    caption: `Mean over images and channels at each place of the map, step by step. Here ${gatesInWords([gate])}. All have the colours of one range.`,
    kind: 'maps',
    maps: timesteps.map((rows, step) => ({ label: `${step * STEP_DURATION} ms`, values: upright(rows) })),
    range: rangeOf(timesteps.flat(2)),
    unit: '',
  }));
  const mean: Figure = {
    name: 'gates-over-time',
    title: 'How open the gates are',
    caption:
      'Mean of each gate over images, places and channels, as the cell multiplies by it: at 0 nothing passes, at 1 all, ' +
      `above 1 (gates with tanh) more. Here ${gatesInWords(activity.map(({ gate }) => gate))}. The bar marks the image.`,
    kind: 'lines',
    axes: { x: 'time (ms)', y: 'mean of the gate (1)' },
    lines: overTime(
      movie,
      activity.map(({ node, gate, means }) => ({ label: `${node} ${gate}`, y: means })),
    ),
  };
  return [mean, ...maps];
}

/** From shut to open, and beyond where values are. */
const rangeOf = (values: readonly number[]): [number, number] => [
  values.reduce((least, value) => Math.min(least, value), 0),
  values.reduce((most, value) => Math.max(most, value), 1),
];
