import { element } from '../shell/element';
import type { Bounds } from './scatterCanvas';

/**
 * The part of the plane that is looked at, as numbers: what a pointer draws on the plot can be typed here.
 *
 * @param whole all values on both axes, which stand where nothing is chosen
 */
export function boundsInputs(
  bounds: Bounds | undefined,
  whole: Bounds,
  change: (bounds: Bounds | undefined) => void,
): HTMLElement {
  const made = (['x', 'y'] as const).flatMap((axis) =>
    ([0, 1] as const).map((end) => {
      const value = (bounds ?? whole)[axis][end];
      return element('input', {
        ...{ type: 'number', step: 'any', class: 'bound', value: Number(value.toPrecision(5)) },
        'aria-label': `${axis === 'x' ? 'Across' : 'Up'}, ${end === 0 ? 'from' : 'to'}`,
        onchange: () => {
          const [x0, x1, y0, y1] = made.map((input) => input.valueAsNumber) as [
            number,
            number,
            number,
            number,
          ];
          if (![x0, x1, y0, y1].some(Number.isNaN)) change({ x: [x0, x1], y: [y0, y1] });
        },
      });
    }),
  );
  const [x0, x1, y0, y1] = made;
  return element(
    'div',
    { class: 'controls bounds' },
    element('span', {}, 'Across ', x0!, ' to ', x1!),
    element('span', {}, 'Up ', y0!, ' to ', y1!),
    element(
      'button',
      { type: 'button', disabled: bounds === undefined, onclick: () => change(undefined) },
      'Whole plane',
    ),
  );
}
