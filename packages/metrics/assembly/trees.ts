import { bestSplit, below, above, bestFeature, bestPurity, bestRank, startSearch } from './splits';

/** Impurity of at most this is rounding. */
const PURE: f64 = 2.220446049250313e-16;

/**
 * Grows tree `chunk` as `src/_treeGrower.ts` does: depth first, left before right.
 *
 * A tree's room holds, in this order,
 * doubles: weights [n], shares [n, classes], decreases [width], totals [3, classes], keys [2, n];
 * integers of 32 bits: feature, left, right, below and above [2 n] of nodes, list and spare [n], waiting [4 n + 4],
 * order [width], buckets [256], the generator's state [4], the number of nodes and of leaves.
 *
 * @param ranks    [width, n] u32
 * @param classes  [n] i32
 * @param settings the least decrease of the impurity
 */
export function growTree(
  chunk: i32, n: i32, width: i32, classCount: i32, maxFeatures: i32, minLeaf: i32, minSplit: i32, maxDepth: i32,
  ranks: usize, classes: usize, settings: usize, trees: usize, treeBytes: i32,
): void {
  const room = trees + <usize>chunk * <usize>treeBytes;
  const weights = room;
  const shares = weights + (<usize>n << 3);
  const decreases = shares + (<usize>(n * classCount) << 3);
  const totals = decreases + (<usize>width << 3);
  const keys = totals + (<usize>(3 * classCount) << 3);
  const feature = keys + (<usize>n << 4);
  const nodeBytes = <usize>n << 3;
  const left = feature + nodeBytes;
  const right = left + nodeBytes;
  const belows = right + nodeBytes;
  const aboves = belows + nodeBytes;
  const list = aboves + nodeBytes;
  const spare = list + (<usize>n << 2);
  const waiting = spare + (<usize>n << 2);
  const order = waiting + (<usize>(4 * n + 4) << 2);
  const buckets = order + (<usize>width << 2);
  const state = buckets + (256 << 2);
  const counts = state + (4 << 2);
  startSearch(n, width, classCount, maxFeatures, minLeaf, ranks, classes, weights, totals, keys, order, buckets, state);
  memory.fill(decreases, 0, <usize>width << 3);
  for (let f = 0; f < width; f++) i32.store(order + (<usize>f << 2), f);
  const leastDecrease = f64.load(settings);
  let whole = 0;
  for (let sample = 0; sample < n; sample++) {
    if (f64.load(weights + (<usize>sample << 3)) == 0) continue;
    i32.store(list + (<usize>whole << 2), sample);
    whole++;
  }
  let top = waiting;
  i32.store(top, 0);
  i32.store(top, whole, 4);
  i32.store(top, 0, 8);
  i32.store(top, -1, 12);
  top += 16;
  let count = 0, leaves = 0;
  let rootWeight: f64 = 0;
  while (top > waiting) {
    top -= 16;
    const start = i32.load(top);
    const end = i32.load(top, 4);
    const depth = i32.load(top, 8);
    const parent = i32.load(top, 12);
    if (parent >= 0) i32.store(right + (<usize>parent << 2), count);
    memory.fill(totals, 0, <usize>classCount << 3);
    for (let index = start; index < end; index++) {
      const sample = i32.load(list + (<usize>index << 2));
      const at = totals + (<usize>i32.load(classes + (<usize>sample << 2)) << 3);
      f64.store(at, f64.load(at) + f64.load(weights + (<usize>sample << 3)));
    }
    let total: f64 = 0, squares: f64 = 0;
    for (let c = 0; c < classCount; c++) {
      const weight = f64.load(totals + (<usize>c << 3));
      total += weight;
      squares += weight * weight;
    }
    const purity = squares / total;
    if (count == 0) rootWeight = total;
    const size = end - start;
    const node = <usize>count << 2;
    if (
      depth < maxDepth && size >= minSplit && size >= 2 * minLeaf && total - purity > PURE * total &&
      bestSplit(list + (<usize>start << 2), size) && bestPurity - purity >= (leastDecrease - PURE) * rootWeight
    ) {
      const fall = decreases + (<usize>bestFeature << 3);
      f64.store(fall, f64.load(fall) + (bestPurity - purity) / rootWeight);
      i32.store(feature + node, bestFeature);
      i32.store(belows + node, below);
      i32.store(aboves + node, above);
      i32.store(left + node, count + 1);
      const cut = start + part(list + (<usize>start << 2), spare, size, ranks + (<usize>(bestFeature * n) << 2), bestRank);
      i32.store(top, cut);
      i32.store(top, end, 4);
      i32.store(top, depth + 1, 8);
      i32.store(top, count, 12);
      i32.store(top, start, 16);
      i32.store(top, cut, 20);
      i32.store(top, depth + 1, 24);
      i32.store(top, -1, 28);
      top += 32;
    } else {
      const own = shares + (<usize>(leaves * classCount) << 3);
      for (let c = 0; c < classCount; c++)
        f64.store(own + (<usize>c << 3), f64.load(totals + (<usize>c << 3)) / total);
      i32.store(feature + node, -1);
      i32.store(left + node, leaves);
      leaves++;
      i32.store(right + node, -1);
    }
    count++;
  }
  i32.store(counts, count);
  i32.store(counts, leaves, 4);
}

/** Puts the samples that go left before the others; how many they are. */
function part(list: usize, spare: usize, size: i32, column: usize, rank: u32): i32 {
  let to = list;
  let other = spare;
  const end = list + (<usize>size << 2);
  for (let at = list; at < end; at += 4) {
    const sample = i32.load(at);
    if (load<u32>(column + (<usize>sample << 2)) <= rank) {
      i32.store(to, sample);
      to += 4;
    } else {
      i32.store(other, sample);
      other += 4;
    }
  }
  memory.copy(to, spare, other - spare);
  return <i32>((to - list) >> 2);
}
