import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { labelRegions } from './_labelRegions';
import { wallDistances, WALLS, wallLine } from './_wallDistances';
import type { BorderScores } from './borderScore';

const THRESHOLD = 0.3;
/** m^2; a field must be larger. */
const SMALLEST_AREA = 0.02;

/** The form of Sorscher et al. 2019. Distances count from 1 bin at the wall; fields have one voice each. */
export function outermostBinsBorderScores(
  { values, shape }: NdArray,
  { binWidth, asPublished }: { readonly binWidth: number | undefined; readonly asPublished: boolean },
): BorderScores {
  if (binWidth === undefined || !Number.isFinite(binWidth) || binWidth <= 0) {
    throw new ConfigError(
      `borderScore: binWidth must be given in m and positive for outermostBins, got ${binWidth}`,
    );
  }
  const [rows, columns] = shape as [number, number];
  let highest = 0;
  for (const rate of values) if (rate > highest) highest = rate;
  const mask = Uint8Array.from(values, (rate) => Number(rate > THRESHOLD * highest));
  const { labels, sizes } = labelRegions(mask, columns, { diagonal: false });
  // Compared in bins: 200 cm^2 are exactly eight bins of 5 cm, and a field of eight is not larger.
  const fewest = Math.round((SMALLEST_AREA / binWidth ** 2) * 1e9) / 1e9;
  const fields = sizes.flatMap((size, label) => (label > 0 && size > fewest ? [label] : []));
  if (fields.length === 0) return { score: NaN, coverage: 0, distance: NaN };

  const walls = WALLS.map((wall) => wallLine(wall, 0, [rows, columns]));
  const covered = (field: number): number[] =>
    walls.map((bins) => bins.filter((bin) => labels[bin] === field).length / bins.length);
  const coverage = Math.max(...fields.slice(0, asPublished ? 1 : undefined).flatMap(covered));
  const steps = wallDistances(rows, columns);
  const half = Math.min(rows, columns) / 2;
  const ofField = (field: number): number => {
    let [weighted, sum] = [0, 0];
    labels.forEach((label, bin) => {
      if (label !== field) return;
      weighted += values[bin]! * (steps[bin]! + 1);
      sum += values[bin]!;
    });
    return weighted / sum / half;
  };
  const distance = fields.reduce((total, field) => total + ofField(field), 0) / fields.length;
  return { score: (coverage - distance) / (coverage + distance), coverage, distance };
}
