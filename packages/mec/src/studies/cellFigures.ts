import type { Figure, NdArray } from '@goal-driven/core';
import type { HeldCells } from '../neural/heldSession';
import { countsOf, type Characterised } from './characteriseCells';
import type { LnCounts } from './lnScores';

/** Cells of one session, or units of one network. */
export type CellGroup = {
  /** Whose they are, as legends name them: groups of one name are put together. */
  readonly who: string;
  /** Which session or layer. */
  readonly name: string;
  readonly found: Characterised;
  readonly ids: HeldCells['ids'];
  readonly ln: LnCounts;
};

/** Figures of all groups: shares of classes and of what they code for, scores, and maps of each. */
export function* cellFigures(groups: readonly CellGroup[], shownMaps: number): Generator<Figure> {
  const classes = Object.keys(countsOf(groups[0]!.found.classes));
  yield sharesFigure(groups, {
    ...{ name: 'class-shares', title: 'Classes of cells', x: 'class', categories: classes },
    caption:
      'Share of each class: place is spatial but neither grid nor border, conjunctive of two classes or more, none of no class, heterogeneous neither grid nor border. A dot is a session or a network.',
    shareOf: ({ found }, name) => (countsOf(found.classes)[name] ?? NaN) / found.classes.n,
  });
  const coded = [...new Set(groups.flatMap(({ ln }) => Object.keys(ln.counts)))];
  if (coded.length > 0) {
    yield sharesFigure(groups, {
      ...{ name: 'ln-shares', title: 'What cells code for', x: 'variable', categories: coded },
      caption:
        'Share of cells whose linear-nonlinear model predicts better with the variable; none is better than a constant rate without. Units of networks have Poisson spikes at their rectified activity.',
      shareOf: ({ ln }, name) => (ln.counts[name] ?? NaN) / ln.n,
    });
  }
  yield* scoreFigures(groups);
  for (const group of groups) yield mapsFigure(group, shownMaps);
}

type Shares = Pick<Figure, 'name' | 'title' | 'caption'> & {
  /** What the categories are. */
  readonly x: string;
  readonly categories: readonly string[];
  readonly shareOf: (group: CellGroup, category: string) => number;
};

const sharesFigure = (
  groups: readonly CellGroup[],
  { x, categories, shareOf, ...words }: Shares,
): Figure => ({
  ...words,
  kind: 'categories',
  axes: { x, y: 'share of cells' },
  categories: categories.map(inWords),
  groups: together(groups).map(([label, own]) => ({
    label,
    values: categories.map((category) => own.map((group) => shareOf(group, category))),
  })),
});

/** `headDirection` as people say it. */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Groups by whose they are. */
const together = (groups: readonly CellGroup[]): [string, CellGroup[]][] =>
  [...new Set(groups.map(({ who }) => who))].map((who) => [who, groups.filter((own) => own.who === who)]);

const SCORES: { readonly [name: string]: string } = {
  grid: 'grid score',
  border: 'border score',
  place: 'spatial information (bits/spike)',
  headDirection: 'length of the mean vector of heading',
  speed: 'correlation with running speed',
};

function* scoreFigures(groups: readonly CellGroup[]): Generator<Figure> {
  const all = together(groups);
  const scoresOf = (own: readonly CellGroup[], name: string) =>
    own.flatMap(({ found }) => [...(found.scores[name as keyof typeof found.scores]?.values ?? [])]);
  for (const name of Object.keys(groups[0]!.found.scores)) {
    yield {
      ...{ kind: 'histogram', name: `${name}-scores`, title: capitalised(SCORES[name]!) },
      caption: 'Cells and units of all sessions and networks, as shares of each kind.',
      axes: { x: SCORES[name]!, y: 'share of cells' },
      groups: all.map(([label, own]) => ({ label, values: scoresOf(own, name) })),
      shares: true,
    };
  }
  if (groups[0]!.found.scores.grid === undefined) return;
  yield {
    ...{ kind: 'scatter', name: 'grid-and-border-scores', title: 'Grid and border scores' },
    caption: 'A dot is a cell or a unit; those without a field have no border score and are left out.',
    axes: { x: 'grid score', y: 'border score' },
    groups: all.map(([label, own]) => ({ label, x: scoresOf(own, 'grid'), y: scoresOf(own, 'border') })),
  };
}

const capitalised = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

function mapsFigure({ who, name, found, ids }: CellGroup, shown: number): Figure {
  const { classes, maps } = found;
  const named = (cell: number) => classes.labels[cell]!.join(' + ') || 'none';
  const order = [...ids.keys()].sort((a, b) => named(a).localeCompare(named(b)) || a - b);
  return {
    kind: 'maps',
    name: `maps-${name.replaceAll(/[^\w.-]+/g, '-')}`,
    title: `Rate maps by class: ${name}`,
    caption: `${capitalised(who)}; ${Math.min(shown, classes.n)} of ${classes.n}.`,
    unit: 'per sample',
    maps: order.slice(0, shown).map((cell) => ({
      label: `${named(cell)}, ${ids[cell]!.split('/').at(-1)}`,
      values: rowsOf(maps[cell]!),
    })),
  };
}

const rowsOf = ({ values, shape }: NdArray): number[][] =>
  Array.from({ length: shape[0]! }, (_, y) => [...values.subarray(y * shape[1]!, (y + 1) * shape[1]!)]);
