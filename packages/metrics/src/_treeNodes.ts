import { ndArray } from '@goal-driven/core/arrays';
import type { DecisionTree } from './DecisionTree';

/** Room for the nodes of a tree of `samples` at most, one tree after another; the root is the first node. */
export function treeNodes(samples: number, classCount: number) {
  const most = 2 * samples;
  const feature = new Int32Array(most);
  const threshold = new Float64Array(most);
  const [left, right] = [new Int32Array(most), new Int32Array(most)];
  let shares = new Float64Array(classCount * 64);
  let [count, leaves] = [0, 0];
  return {
    restart(): void {
      shares = new Float64Array(classCount * 64);
      [count, leaves] = [0, 0];
    },
    /** The number of the node that is added next. */
    next: (): number => count,
    /** The next node is what `parent` leads to on the right; what it leads to on the left follows it at once. */
    isRightOf(parent: number): void {
      right[parent] = count;
    },
    decision(of: number, at: number): void {
      feature[count] = of;
      threshold[count] = at;
      left[count] = count + 1;
      count++;
    },
    /** @param totals [classCount], weights of the classes; @param total their sum */
    leaf(totals: Float64Array, total: number): void {
      if ((leaves + 1) * classCount > shares.length) shares = longer(shares);
      for (let c = 0; c < classCount; c++) shares[leaves * classCount + c] = totals[c]! / total;
      feature[count] = -1;
      threshold[count] = NaN;
      left[count] = leaves++;
      right[count] = -1;
      count++;
    },
    tree: (): DecisionTree => ({
      feature: feature.slice(0, count),
      threshold: threshold.slice(0, count),
      left: left.slice(0, count),
      right: right.slice(0, count),
      shares: ndArray(shares.slice(0, leaves * classCount), [leaves, classCount]),
    }),
  };
}

function longer(values: Float64Array): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(2 * values.length);
  copy.set(values);
  return copy;
}
