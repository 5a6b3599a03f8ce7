/**
 * Figures as data. A study yields them; the report draws them and stores the data beside the page.
 * Every axis label carries its unit, `decoding error (cm)`.
 */
export type Figure = {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  /** Name of the figure beside which this one is to be seen: the same of something to compare with. */
  readonly beside?: string;
} & (
  | LinesFigure
  | PathsFigure
  | MapsFigure
  | HistogramFigure
  | ScatterFigure
  | CategoriesFigure
  | BarsFigure
  | ParallelFigure
  | GraphFigure
);

type Axes = { readonly x: string; readonly y: string };

/** Curves over a common axis; `log` puts the y axis on a logarithmic scale. */
export type LinesFigure = {
  readonly kind: 'lines';
  readonly axes: Axes;
  readonly log?: boolean;
  readonly lines: readonly {
    readonly label: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    /** Pale, behind the others and not named beside the figure: one of many that the others are seen against. */
    readonly background?: boolean;
  }[];
  /** Horizontal references, such as the entropy floor of a loss. */
  readonly references?: readonly { readonly label: string; readonly y: number }[];
};

/** Paths in space, metres; each panel overlays its named paths (true, predicted). */
export type PathsFigure = {
  readonly kind: 'paths';
  readonly axes: Axes;
  /** [min x, max x, min y, max y], m: the walls. */
  readonly bounds: readonly [number, number, number, number];
  readonly panels: readonly {
    readonly label: string;
    readonly paths: readonly {
      readonly label: string;
      readonly points: readonly (readonly [number, number])[];
    }[];
  }[];
};

/** Small images side by side, such as rate maps with their autocorrelograms below. NaN bins stay blank. */
export type MapsFigure = {
  readonly kind: 'maps';
  readonly maps: readonly {
    readonly label: string;
    /** Rows [y][x], the first row at the bottom. NaN is an unvisited bin. */
    readonly values: readonly (readonly number[])[];
    readonly below?: readonly (readonly number[])[];
  }[];
  /** What the colours of all maps run over, so that they can be compared; of each its own where left out. */
  readonly range?: readonly [low: number, high: number];
  readonly unit: string;
};

/** Distributions over common bins of equal width; values of NaN are counted apart, not binned. */
export type HistogramFigure = {
  readonly kind: 'histogram';
  readonly axes: Axes;
  readonly groups: readonly { readonly label: string; readonly values: readonly number[] }[];
  /** Whether heights are shares of a group's values, for groups of different sizes; counts by default. */
  readonly shares?: boolean;
  readonly references?: readonly { readonly label: string; readonly x: number }[];
};

/** Points in groups; x and y of a group are as long as each other and in the units of the axes. */
export type ScatterFigure = {
  readonly kind: 'scatter';
  readonly axes: Axes;
  readonly groups: readonly {
    readonly label: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
  }[];
};

/** A number for each of several things, such as the importance of settings; NaN has no bar. */
export type BarsFigure = {
  readonly kind: 'bars';
  /** x is the number, y what has one. */
  readonly axes: Axes;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly interval?: readonly [low: number, high: number];
  }[];
};

/**
 * Parallel coordinates: each line passes through its value on each of several upright axes. The last axis
 * gives a line its colour, so it is the one to explain.
 */
export type ParallelFigure = {
  readonly kind: 'parallel';
  readonly axes: readonly {
    readonly label: string;
    /** On a logarithmic scale; values of 0 and below have no place. */
    readonly log?: boolean;
    /** Where the axis has no numbers: what the values 0, 1, .. stand for, from the bottom. */
    readonly categories?: readonly string[];
  }[];
  readonly lines: readonly {
    readonly label: string;
    /** One for each axis; NaN where the line has none. */
    readonly values: readonly number[];
    /** Stands out, and is named beside the figure. */
    readonly highlighted?: boolean;
  }[];
};

/** Values by category, each a dot, such as the share of each class of cells, or a score of each network by seed. */
export type CategoriesFigure = {
  readonly kind: 'categories';
  /** `x` says what the categories are. */
  readonly axes: Axes;
  /** In the order of the axis; no two are the same. */
  readonly categories: readonly string[];
  readonly groups: readonly {
    readonly label: string;
    /** Of each category, [categories][values]; several have their mean marked. NaN is left out. */
    readonly values: readonly (readonly number[])[];
  }[];
  /** Horizontal references, such as a threshold. */
  readonly references?: readonly { readonly label: string; readonly y: number }[];
};

/** A circuit: layers from left to right, and arrows between them. */
export type GraphFigure = {
  readonly kind: 'graph';
  /** In the order of the feed-forward sweep; no two have the same name. */
  readonly nodes: readonly {
    readonly name: string;
    /** What is to be known of it, a line each, such as its size, `28x28x128`. */
    readonly lines: readonly string[];
    /** Kind of its recurrent cell, which marks it. */
    readonly cell?: string;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: 'feedforward' | 'bypass' | 'feedback';
  }[];
};
