import type { NdArray } from '@goal-driven/core/arrays';
import { labelRegions } from './_labelRegions';
import { wallDistances, WALLS, wallLine } from './_wallDistances';
import type { BorderScores } from './borderScore';

const THRESHOLD = 0.25;
const SMALLEST_FIELD = 10;
const STRIP = 3;

/** The form of Nayebi et al. 2021. Distances count from 0 at the wall; the bins farthest from all walls have 1. */
export function wallStripsBorderScores({ values, shape }: NdArray, asPublished: boolean): BorderScores {
  const [rows, columns] = shape as [number, number];
  const rates = values.map((rate) => (Number.isNaN(rate) ? 0 : rate));
  const threshold = THRESHOLD * rates.reduce((highest, rate) => Math.max(highest, rate), -Infinity);
  const mask = Uint8Array.from(rates, (rate) => Number(rate >= threshold));
  const inside = wallDistances(rows, columns).map((steps) => Number(steps > 0));
  const closed = eroded(dilated(mask, columns, inside), columns, inside);
  const { labels, sizes } = labelRegions(dilated(closed, columns), columns, { diagonal: true });
  // The source looks sizes up for one label less than there are, so that the last field always stays.
  const kept = sizes.map(
    (size, label) => label > 0 && (size >= SMALLEST_FIELD || (asPublished && label === sizes.length - 1)),
  );
  if (!kept.includes(true)) return { score: NaN, coverage: 0, distance: NaN };

  let coverage = 0;
  for (const wall of WALLS) {
    const covered = new Int32Array(sizes.length);
    let strip = 0;
    for (let depth = 0; depth < STRIP; depth++) {
      // A map less deep than a strip has the whole map as each strip.
      if (depth >= (wall < 2 ? rows : columns)) break;
      for (const bin of wallLine(wall, depth, [rows, columns])) {
        covered[labels[bin]!]!++;
        strip++;
      }
    }
    kept.forEach((keep, label) => {
      if (keep) coverage = Math.max(coverage, covered[label]! / strip);
    });
  }
  const steps = wallDistances(rows, columns);
  const farthest = steps.reduce((most, step) => Math.max(most, step), 0);
  let [weighted, sum] = [0, 0];
  labels.forEach((label, bin) => {
    if (!kept[label]) return;
    weighted += (rates[bin]! * steps[bin]!) / farthest;
    sum += rates[bin]!;
  });
  const distance = weighted / sum; // 0 / 0 for a silent cell
  return { score: (coverage - distance) / (coverage + distance), coverage, distance };
}

/** Bins with a set bin among themselves and their eight neighbours; only bins of `changeable` change. */
const dilated = (mask: Uint8Array, columns: number, changeable?: Float64Array): Uint8Array =>
  near(mask, columns, 1).map((set, bin) => (changeable?.[bin] === 0 ? mask[bin]! : set));

/** Bins that are set, as are their eight neighbours; only bins of `changeable` change. */
const eroded = (mask: Uint8Array, columns: number, changeable: Float64Array): Uint8Array =>
  near(mask, columns, 0).map((unset, bin) => (changeable[bin] === 0 ? mask[bin]! : 1 - unset));

/** 1 for bins that hold `wanted` or have a neighbour within the map that does. */
function near(mask: Uint8Array, columns: number, wanted: 0 | 1): Uint8Array {
  const rows = mask.length / columns;
  const found = new Uint8Array(mask.length);
  for (let bin = 0; bin < mask.length; bin++) {
    if (mask[bin] !== wanted) continue;
    const [row, column] = [Math.floor(bin / columns), bin % columns];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      found.fill(1, y * columns + Math.max(0, column - 1), y * columns + Math.min(columns, column + 2));
    }
  }
  return found;
}
