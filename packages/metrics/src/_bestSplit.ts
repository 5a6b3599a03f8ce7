import type { Matrix } from './_matrix';
import type { IntegerStream } from './_wordStream';
import { sortByRank, sortingDesk, type SortingDesk } from './_sortByRank';

/** What all trees of a forest are grown from. */
export type TreeData = {
  /** [samples, features] */
  readonly features: Matrix;
  /** [features, samples], as featureRanks gives them. */
  readonly ranks: Uint32Array;
  /** [samples], place of each sample's class. */
  readonly classes: Int32Array;
  readonly classCount: number;
};

export type SplitLimits = {
  /** Features looked at per split, at least one of which varies if any does. */
  readonly maxFeatures: number;
  /** Distinct samples on either side of a split, at least. */
  readonly minSamplesLeaf: number;
};

/** The samples of one node: a stretch of the tree's list. */
export type NodeSamples = {
  readonly list: Uint32Array;
  start: number;
  end: number;
  /** [classes], weight of each. */
  readonly totals: Float64Array;
};

/** The best split found: `feature` is -1 when no feature can split the node. */
export type Split = {
  feature: number;
  /** Samples of at most this rank go left. */
  rank: number;
  /** The samples on either side of the cut. */
  below: number;
  above: number;
  /** Sum over both sides of squared class weights by weight; Gini impurity falls as it grows. */
  purity: number;
};

/** What one search after the other works with. Loops over it stand outside of closures, which V8 runs slower. */
type Search = {
  readonly data: TreeData;
  readonly limits: SplitLimits;
  readonly desk: SortingDesk;
  readonly leftTotals: Float64Array;
  readonly rightTotals: Float64Array;
  readonly split: Split;
};

/**
 * Makes the search for the split of least Gini impurity among features drawn anew for each node.
 *
 * @returns `find` searches a node and leaves what it found in the split that it returns, always the same; `restart` puts
 *   the features into the order in which a tree begins
 * @source Breiman et al. 1984 (CART); Breiman 2001 (features per split)
 */
export function splitSearch(data: TreeData, limits: SplitLimits) {
  const width = data.features.shape[1]!;
  const order = Int32Array.from({ length: width }, (_, feature) => feature);
  const split: Split = { feature: -1, rank: 0, below: 0, above: 0, purity: -Infinity };
  const search: Search = {
    data,
    limits,
    desk: sortingDesk(data.classes.length),
    leftTotals: new Float64Array(data.classCount),
    rightTotals: new Float64Array(data.classCount),
    split,
  };
  const restart = () => order.forEach((_, feature) => (order[feature] = feature));
  const find = (node: NodeSamples, weights: Float64Array, stream: IntegerStream): Split => {
    split.feature = -1;
    split.purity = -Infinity;
    let varied = false;
    for (let drawn = 0; drawn < width && (drawn < limits.maxFeatures || !varied); drawn++) {
      const other = drawn + stream.integer(width - drawn);
      const feature = order[other]!;
      order[other] = order[drawn]!;
      order[drawn] = feature;
      if (!sortNode(search, node, feature)) continue;
      varied = true;
      scan(search, { node, weights, feature });
    }
    return split;
  };
  return { restart, find };
}

/** Halfway between the values on either side of a split, but below the upper one. */
export function middleOf(
  { features: { values, shape } }: TreeData,
  { feature, below, above }: Pick<Split, 'feature' | 'below' | 'above'>,
): number {
  const low = values[below * shape[1]! + feature]!;
  const high = values[above * shape[1]! + feature]!;
  const halfway = low / 2 + high / 2;
  return halfway < high ? halfway : low;
}

/** Sorts the node's samples by a feature; false where it is constant. */
function sortNode({ data, desk }: Search, { list, start, end }: NodeSamples, feature: number): boolean {
  const { ranks } = data;
  const { ranks: keys, samples: sorted } = desk;
  const column = feature * data.classes.length;
  let low = ranks[column + list[start]!]!;
  let high = low;
  for (let index = start, at = 0; index < end; index++, at++) {
    const sample = list[index]!;
    const rank = ranks[column + sample]!;
    keys[at] = rank;
    sorted[at] = sample;
    if (rank < low) low = rank;
    else if (rank > high) high = rank;
  }
  if (low === high) return false;
  sortByRank(desk, end - start, high);
  return true;
}

/** Goes through the cuts of the sorted samples, and keeps the best. */
function scan(
  search: Search,
  { node, weights, feature }: { node: NodeSamples; weights: Float64Array; feature: number },
): void {
  const { split, leftTotals, rightTotals } = search;
  const { classes, classCount } = search.data;
  const { ranks: keys, samples: sorted } = search.desk;
  const { minSamplesLeaf } = search.limits;
  const last = node.end - node.start - minSamplesLeaf;
  let best = split.purity;
  let leftWeight = 0;
  let rightWeight = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let c = 0; c < classCount; c++) {
    const weight = node.totals[c]!;
    leftTotals[c] = 0;
    rightTotals[c] = weight;
    rightWeight += weight;
    rightSquares += weight * weight;
  }
  for (let at = 0; at < last; at++) {
    const sample = sorted[at]!;
    const c = classes[sample]!;
    const weight = weights[sample]!;
    const left = leftTotals[c]!;
    const right = rightTotals[c]!;
    leftSquares += weight * (2 * left + weight);
    rightSquares -= weight * (2 * right - weight);
    leftTotals[c] = left + weight;
    rightTotals[c] = right - weight;
    leftWeight += weight;
    rightWeight -= weight;
    if (at + 1 < minSamplesLeaf || keys[at] === keys[at + 1]) continue;
    const purity = leftSquares / leftWeight + rightSquares / rightWeight;
    if (purity > best) {
      best = purity;
      split.purity = purity;
      split.feature = feature;
      split.rank = keys[at]!;
      split.below = sample;
      split.above = sorted[at + 1]!;
    }
  }
}
