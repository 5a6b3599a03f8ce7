import { element } from '../shell/element';
import { classesOf, type LayerUnits, type UnitClass } from './StoredUnits';

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [480, 330, 44, 40, 10];

/** Classes by name, colour and shape: shape and place tell them apart without colour. */
export const classLooks: Record<UnitClass, { readonly name: string; readonly colour: string }> = {
  grid: { name: 'grid-like', colour: '--blue' },
  border: { name: 'border-like', colour: '--orange' },
  both: { name: 'grid- and border-like', colour: '--purple' },
  other: { name: 'neither', colour: '--soft' },
  silent: { name: 'silent or constant', colour: '--line' },
};

/** A scatter of all units of a layer from which units are chosen. */
export type UnitScatter = {
  readonly host: HTMLElement;
  /** Marks the chosen and the silenced units. */
  readonly mark: (chosen: ReadonlySet<number>, silenced: ReadonlySet<number>) => void;
};

/**
 * Grid score against border score of every unit. Hovering looks at a unit, a click chooses it or lets it go; with the
 * keyboard, arrows go from unit to unit in the order of grid scores, and space or enter chooses. Units without scores
 * stand at the left edge.
 */
export function unitScatter(
  units: LayerUnits,
  on: { readonly look: (unit: number | undefined) => void; readonly choose: (unit: number) => void },
): UnitScatter {
  const { gridScores, borderScores } = units;
  const classes = classesOf(units);
  const [xRange, yRange] = [rangeOf(gridScores, 0.3), rangeOf(borderScores, 0.5)];
  const at = (value: number, [low, high]: readonly [number, number], from: number, to: number) =>
    Number.isNaN(value) ? from : from + ((value - low) / (high - low)) * (to - from);
  const toX = (value: number) => at(value, xRange, LEFT, WIDTH - 10);
  const toY = (value: number) => at(value, yRange, HEIGHT - BOTTOM, TOP);
  const dots = Array.from(gridScores, (grid, unit) =>
    make('circle', {
      id: `unit-${unit}`,
      role: 'option',
      'aria-selected': 'false',
      'aria-label': unitText(units, unit, classes[unit]!),
      cx: toX(grid),
      cy: toY(borderScores[unit]!),
      r: 5,
      fill: `var(${classLooks[classes[unit]!].colour})`,
      'data-unit': unit,
    }),
  );
  const list = make('g', {
    role: 'listbox',
    tabindex: 0,
    'aria-label': 'Units by grid score',
    'aria-multiselectable': 'true',
  });
  list.append(...dots);
  const look = (unit: number | undefined) => {
    dots.forEach((dot, each) => dot.classList.toggle('looked', each === unit));
    on.look(unit);
  };
  listen(list, { order: byGridScore(gridScores), look, choose: on.choose });
  const svg = make('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'scatter' });
  svg.append(...axes(xRange, yRange, toX, toY), list);
  return {
    host: element('div', {}, svg, legend(classes)),
    mark(chosen, silenced) {
      dots.forEach((dot, unit) => {
        dot.setAttribute('aria-selected', String(chosen.has(unit)));
        dot.classList.toggle('silenced', silenced.has(unit));
      });
    },
  };
}

/** Units from the best grid score to the least, those without one last. */
const byGridScore = (scores: Float32Array): number[] => {
  const known = (unit: number) => (Number.isNaN(scores[unit]!) ? -Infinity : scores[unit]!);
  return Array.from(scores.keys()).sort((a, b) =>
    known(b) > known(a) ? 1 : known(b) < known(a) ? -1 : a - b,
  );
};

/** How far a key goes along the order of units. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};

/** Makes a list of dots answer to pointer and keyboard. */
function listen(
  list: SVGElement,
  {
    order,
    look,
    choose,
  }: {
    readonly order: readonly number[];
    readonly look: (unit: number | undefined) => void;
    readonly choose: (unit: number) => void;
  },
): void {
  let current = order[0] ?? 0;
  const goTo = (unit: number) => {
    current = unit;
    list.setAttribute('aria-activedescendant', `unit-${unit}`);
    look(unit);
  };
  list.addEventListener('keydown', (event) => {
    const step = KEYS[event.key];
    if (step !== undefined)
      goTo(order[Math.min(order.length - 1, Math.max(0, order.indexOf(current) + step))]!);
    else if (event.key === ' ' || event.key === 'Enter') choose(current);
    else return;
    event.preventDefault();
  });
  list.addEventListener('focus', () => goTo(current));
  list.addEventListener('blur', () => look(undefined));
  list.addEventListener('pointerover', (event) => look(unitOf(event)));
  list.addEventListener('pointerleave', () => look(undefined));
  list.addEventListener('click', (event) => {
    const unit = unitOf(event);
    if (unit === undefined) return;
    current = unit;
    choose(unit);
  });
}

/** The unit of the dot that an event is about. */
function unitOf({ target }: Event): number | undefined {
  const unit = (target as SVGElement).dataset['unit'];
  return unit === undefined ? undefined : Number(unit);
}

/** A unit in words. */
const unitText = ({ gridScores, borderScores }: LayerUnits, unit: number, of: UnitClass): string =>
  `unit ${unit}, ${classLooks[of].name}, grid score ${scoreText(gridScores[unit]!)}, border score ${scoreText(borderScores[unit]!)}`;

export const scoreText = (score: number): string => (Number.isNaN(score) ? 'none' : score.toFixed(2));

/** A range with all scores and the threshold in it, to tenths. */
function rangeOf(scores: Float32Array, threshold: number): readonly [number, number] {
  const known = [...scores, threshold + 0.1].filter((score) => !Number.isNaN(score));
  return [Math.floor(10 * Math.min(...known)) / 10 - 0.1, Math.ceil(10 * Math.max(...known)) / 10];
}

function axes(
  xRange: readonly [number, number],
  yRange: readonly [number, number],
  toX: (value: number) => number,
  toY: (value: number) => number,
): SVGElement[] {
  const ticks = ([low, high]: readonly [number, number]) =>
    [-1.5, -1, -0.5, 0, 0.5, 1, 1.5].filter((tick) => tick >= low && tick <= high);
  const text = (content: string, attributes: Record<string, string | number>) => {
    const made = make('text', attributes);
    made.textContent = content;
    return made;
  };
  const line = (x1: number, y1: number, x2: number, y2: number, name: string) =>
    make('line', { x1, y1, x2, y2, class: name });
  const floor = HEIGHT - BOTTOM;
  return [
    ...ticks(xRange).flatMap((tick) => [
      line(toX(tick), TOP, toX(tick), floor, 'rule'),
      text(String(tick), { x: toX(tick), y: floor + 16, 'text-anchor': 'middle' }),
    ]),
    ...ticks(yRange).flatMap((tick) => [
      line(LEFT, toY(tick), WIDTH - 10, toY(tick), 'rule'),
      text(String(tick), { x: LEFT - 6, y: toY(tick) + 4, 'text-anchor': 'end' }),
    ]),
    line(toX(0.3), TOP, toX(0.3), floor, 'threshold'),
    line(LEFT, toY(0.5), WIDTH - 10, toY(0.5), 'threshold'),
    text('grid score', { x: (LEFT + WIDTH) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }),
    text('border score', {
      x: 12,
      y: floor / 2,
      transform: `rotate(-90 12 ${floor / 2})`,
      'text-anchor': 'middle',
    }),
  ];
}

function legend(classes: readonly UnitClass[]): HTMLElement {
  const shown = (Object.keys(classLooks) as UnitClass[]).filter((each) => classes.includes(each));
  return element(
    'ul',
    { class: 'legend' },
    ...shown.map((each) =>
      element(
        'li',
        {},
        element('span', { class: 'dot', style: `background: var(${classLooks[each].colour})` }),
        ` ${classes.filter((of) => of === each).length} ${classLooks[each].name}`,
      ),
    ),
  );
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
