/** What was found: the feature, the samples on either side of the cut, the rank of the one below, the purity. */
export let bestFeature: i32 = -1;
export let below: i32 = 0;
export let above: i32 = 0;
export let bestRank: u32 = 0;
export let bestPurity: f64 = 0;

let samples: i32, width: i32, classCount: i32, maxFeatures: i32, minLeaf: i32;
let ranks: usize, classes: usize, weights: usize, totals: usize, keys: usize, order: usize, buckets: usize, state: usize;

/** Up to so many, insertion needs fewer steps than clearing buckets. */
const FEW: i32 = 40;
const MOST_DIGIT_BITS: i32 = 8;

/** Says what the searches to come are in; each thread has its own instance, and so its own search. */
export function startSearch(
  ofSamples: i32, ofWidth: i32, ofClassCount: i32, ofMaxFeatures: i32, ofMinLeaf: i32, atRanks: usize, atClasses: usize,
  atWeights: usize, atTotals: usize, atKeys: usize, atOrder: usize, atBuckets: usize, atState: usize,
): void {
  samples = ofSamples;
  width = ofWidth;
  classCount = ofClassCount;
  maxFeatures = ofMaxFeatures;
  minLeaf = ofMinLeaf;
  ranks = atRanks;
  classes = atClasses;
  weights = atWeights;
  totals = atTotals;
  keys = atKeys;
  order = atOrder;
  buckets = atBuckets;
  state = atState;
}

/** The next word of xoshiro128**. */
function word(): u32 {
  let s0 = load<u32>(state), s1 = load<u32>(state, 4), s2 = load<u32>(state, 8), s3 = load<u32>(state, 12);
  const result = rotl<u32>(s1 * 5, 7) * 9;
  const t = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= t;
  s3 = rotl<u32>(s3, 11);
  store<u32>(state, s0);
  store<u32>(state, s1, 4);
  store<u32>(state, s2, 8);
  store<u32>(state, s3, 12);
  return result;
}

/** Uniform in 0 .. count - 1. */
function integer(count: u32): u32 {
  const least: u32 = (<u32>0 - count) % count;
  let drawn: u32 = word();
  while (drawn < least) drawn = word();
  return drawn % count;
}

/**
 * The split of least Gini impurity among features drawn anew, as `src/_bestSplit.ts` finds it; false where no feature
 * can split the node.
 *
 * @param list samples of the node, whose weight by class is in `totals`
 */
export function bestSplit(list: usize, size: i32): bool {
  bestFeature = -1;
  bestPurity = -Infinity;
  let varied = false;
  for (let drawn = 0; drawn < width && (drawn < maxFeatures || !varied); drawn++) {
    const other = order + (<usize>(drawn + <i32>integer(<u32>(width - drawn))) << 2);
    const feature = i32.load(other);
    i32.store(other, i32.load(order + (<usize>drawn << 2)));
    i32.store(order + (<usize>drawn << 2), feature);
    if (!sortNode(list, size, ranks + (<usize>(feature * samples) << 2))) continue;
    varied = true;
    scan(size, feature);
  }
  return bestFeature >= 0;
}

/** Makes sorted keys of a node's samples, rank above sample; false where the feature is constant. */
function sortNode(list: usize, size: i32, column: usize): bool {
  let low: u32 = 0xffffffff, high: u32 = 0;
  let to = keys;
  const end = list + (<usize>size << 2);
  for (; list < end; list += 4, to += 8) {
    const sample = load<u32>(list);
    const rank = load<u32>(column + (<usize>sample << 2));
    store<u64>(to, (<u64>rank << 32) | <u64>sample);
    low = min(low, rank);
    high = max(high, rank);
  }
  if (low == high) return false;
  if (size <= FEW) insert(size);
  else {
    const bits = 32 - <i32>clz<u32>(high);
    const passes = 2 * ((bits + 2 * MOST_DIGIT_BITS - 1) / (2 * MOST_DIGIT_BITS)); // an even number ends where it began
    const digit = (bits + passes - 1) / passes;
    const spare = keys + (<usize>samples << 3);
    for (let pass = 0; pass < passes; pass += 2) {
      scatter(keys, spare, size, 32 + pass * digit, digit);
      scatter(spare, keys, size, 32 + (pass + 1) * digit, digit);
    }
  }
  return true;
}

function insert(size: i32): void {
  const end = keys + (<usize>size << 3);
  for (let index = keys + 8; index < end; index += 8) {
    const key = load<u64>(index);
    const rank = key >> 32;
    let at = index;
    while (at > keys && load<u64>(at - 8) >> 32 > rank) {
      store<u64>(at, load<u64>(at - 8));
      at -= 8;
    }
    store<u64>(at, key);
  }
}

/** One pass of a radix sort, by the digit at `shift`. */
function scatter(from: usize, to: usize, size: i32, shift: i32, digit: i32): void {
  const mask: u64 = (1 << digit) - 1;
  const end = from + (<usize>size << 3);
  memory.fill(buckets, 0, <usize>4 << digit);
  for (let at = from; at < end; at += 8) {
    const bucket = buckets + (<usize>((load<u64>(at) >> shift) & mask) << 2);
    store<u32>(bucket, load<u32>(bucket) + 1);
  }
  let start: u32 = 0;
  for (let bucket = buckets; bucket < buckets + (<usize>4 << digit); bucket += 4) {
    const next = start + load<u32>(bucket);
    store<u32>(bucket, start);
    start = next;
  }
  for (let at = from; at < end; at += 8) {
    const key = load<u64>(at);
    const bucket = buckets + (<usize>((key >> shift) & mask) << 2);
    const place = load<u32>(bucket);
    store<u32>(bucket, place + 1);
    store<u64>(to + (<usize>place << 3), key);
  }
}

/** Goes through the cuts of the sorted samples, and keeps the best. */
function scan(size: i32, feature: i32): void {
  const last = size - minLeaf;
  const lefts = totals + (<usize>classCount << 3);
  const rights = lefts + (<usize>classCount << 3);
  let best = bestPurity;
  let leftWeight: f64 = 0, rightWeight: f64 = 0, leftSquares: f64 = 0, rightSquares: f64 = 0;
  for (let c = 0; c < classCount; c++) {
    const at = <usize>c << 3;
    const weight = f64.load(totals + at);
    f64.store(lefts + at, 0);
    f64.store(rights + at, weight);
    rightWeight += weight;
    rightSquares += weight * weight;
  }
  let key = load<u64>(keys);
  for (let at = 0; at < last; at++) {
    const sample = <usize>(key & 0xffffffff);
    const own = <usize>i32.load(classes + (sample << 2)) << 3;
    const weight = f64.load(weights + (sample << 3));
    const left = f64.load(lefts + own);
    const right = f64.load(rights + own);
    leftSquares += weight * (2 * left + weight);
    rightSquares -= weight * (2 * right - weight);
    f64.store(lefts + own, left + weight);
    f64.store(rights + own, right - weight);
    leftWeight += weight;
    rightWeight -= weight;
    const before = key;
    key = load<u64>(keys + (<usize>(at + 1) << 3));
    if (at + 1 < minLeaf || before >> 32 == key >> 32) continue;
    const purity = leftSquares / leftWeight + rightSquares / rightWeight;
    if (purity > best) {
      best = purity;
      bestPurity = purity;
      bestFeature = feature;
      bestRank = <u32>(before >> 32);
      below = <i32>(before & 0xffffffff);
      above = <i32>(key & 0xffffffff);
    }
  }
}
