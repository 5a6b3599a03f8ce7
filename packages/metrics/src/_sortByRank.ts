type RankedSamples = { readonly ranks: Uint32Array; readonly samples: Uint32Array };

/** Lists to sort, room to sort them in, and where the sort is. */
export type SortingDesk = RankedSamples & {
  readonly spare: RankedSamples;
  readonly buckets: Uint32Array;
  count: number;
  shift: number;
  width: number;
};

/** Up to so many, insertion needs fewer steps than clearing buckets. */
const FEW = 40;
const MOST_DIGIT_BITS = 8;

/** Room for lists of at most this length. */
export function sortingDesk(most: number): SortingDesk {
  const lists = (): RankedSamples => ({ ranks: new Uint32Array(most), samples: new Uint32Array(most) });
  const buckets = new Uint32Array(1 << MOST_DIGIT_BITS);
  return { ...lists(), spare: lists(), buckets, count: 0, shift: 0, width: 0 };
}

/**
 * Sorts the first `count` by rank, in place and stably.
 *
 * @param largest an upper bound of the ranks
 */
export function sortByRank(desk: SortingDesk, count: number, largest: number): void {
  desk.count = count;
  if (count <= FEW) {
    insert(desk);
    return;
  }
  const bits = 32 - Math.clz32(largest);
  const passes = 2 * Math.ceil(bits / (2 * MOST_DIGIT_BITS)); // an even number ends where it began
  desk.width = Math.ceil(bits / passes);
  for (let pass = 0; pass < passes; pass += 2) {
    desk.shift = pass * desk.width;
    scatter(desk, desk, desk.spare);
    desk.shift += desk.width;
    scatter(desk, desk.spare, desk);
  }
}

function insert({ ranks, samples, count }: SortingDesk): void {
  for (let index = 1; index < count; index++) {
    const rank = ranks[index]!;
    const sample = samples[index]!;
    let at = index;
    while (at > 0 && ranks[at - 1]! > rank) {
      ranks[at] = ranks[at - 1]!;
      samples[at] = samples[at - 1]!;
      at--;
    }
    ranks[at] = rank;
    samples[at] = sample;
  }
}

/** One pass of a radix sort, by the digit at the desk's shift. */
function scatter(
  { count, width, shift, buckets }: SortingDesk,
  from: RankedSamples,
  to: RankedSamples,
): void {
  const { ranks, samples } = from;
  const { ranks: toRanks, samples: toSamples } = to;
  const size = 1 << width;
  const mask = size - 1;
  buckets.fill(0, 0, size);
  for (let index = 0; index < count; index++) buckets[(ranks[index]! >>> shift) & mask]!++;
  let start = 0;
  for (let bucket = 0; bucket < size; bucket++) {
    const next = start + buckets[bucket]!;
    buckets[bucket] = start;
    start = next;
  }
  for (let index = 0; index < count; index++) {
    const rank = ranks[index]!;
    const bucket = (rank >>> shift) & mask;
    const at = buckets[bucket]!;
    buckets[bucket] = at + 1;
    toRanks[at] = rank;
    toSamples[at] = samples[index]!;
  }
}
