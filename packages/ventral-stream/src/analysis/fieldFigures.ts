import type { Figure } from '@goal-driven/core';
import { STEP_DURATION, type Movie } from '../network/Presentation';
import { fileName } from './fileName';
import { upright } from './imageMaps';
import { overTime } from './overTime';
import type { ReceptiveField } from './receptiveFields';
import { unitLabel, type Unit } from './Unit';

/** Fields of a unit, in the order of the timesteps. */
export type FieldsOfUnit = { readonly unit: Unit; readonly fields: readonly ReceptiveField[] };

/** Maps of each unit's field, and the sizes of all over time. */
export function fieldFigures(found: readonly FieldsOfUnit[], movie: Movie): Figure[] {
  const maps = found.map(({ unit, fields }): Figure => ({
    name: `receptive-field-${fileName(unitLabel(unit))}`,
    title: `What ${unitLabel(unit)} sees`,
    caption:
      'Size of the gradient of the output at each step with respect to the image: the root of the mean over images ' +
      'of its squared length over colours.',
    kind: 'maps',
    maps: fields.map(({ step, energy }) => ({
      label: `${step * STEP_DURATION} ms`,
      values: upright(energy.map((row) => row.map(Math.sqrt))),
    })),
    unit: '',
  }));
  const size: Figure = {
    name: 'receptive-field-sizes',
    title: 'Receptive fields over time',
    caption:
      'Radius about the centre of mass that holds half of the energy of the gradient with respect to the image. The ' +
      'bar marks the image.',
    kind: 'lines',
    axes: { x: 'time (ms)', y: 'radius (px)' },
    lines: overTime(movie, [
      ...found.map(({ unit, fields }) => {
        const radii = Array<number>(movie.timesteps).fill(NaN);
        for (const { step, radius } of fields) radii[step] = radius;
        return { label: unitLabel(unit), y: radii };
      }),
    ]),
  };
  return [size, ...maps];
}
