import { columnsOf, rowsOf, type Matrix } from './_matrix';

/** A tree of binary decisions as plain data; node 0 is the root, and children come after their parent. */
export type DecisionTree = {
  /** [nodes], the feature that a node asks for; -1 in a leaf. */
  readonly feature: Int32Array;
  /** [nodes], samples with at most this value go left. */
  readonly threshold: Float64Array;
  /** [nodes], the node to the left; of a leaf, its row of `shares`. */
  readonly left: Int32Array;
  /** [nodes], the node to the right; -1 in a leaf. */
  readonly right: Int32Array;
  /** [leaves, classes], shares of the weight of the samples of training. */
  readonly shares: Matrix;
};

/** The row of `shares` that a sample, row of `features`, ends at. */
function leafOf(tree: DecisionTree, features: Matrix, row: number): number {
  const start = row * columnsOf(features);
  let node = 0;
  for (;;) {
    const feature = tree.feature[node]!;
    if (feature < 0) return tree.left[node]!;
    node = features.values[start + feature]! <= tree.threshold[node]! ? tree.left[node]! : tree.right[node]!;
  }
}

/** Adds to [samples, classes] the shares of the leaf that each sample ends at. */
export function addShares(tree: DecisionTree, features: Matrix, sums: Float64Array): void {
  const classes = columnsOf(tree.shares);
  for (let row = 0; row < rowsOf(features); row++) {
    const leaf = leafOf(tree, features, row) * classes;
    for (let c = 0; c < classes; c++) sums[row * classes + c]! += tree.shares.values[leaf + c]!;
  }
}
