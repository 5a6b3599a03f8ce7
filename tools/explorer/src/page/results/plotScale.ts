/** From numbers to pixels, with round numbers to write at the axis. */
export type PlotScale = {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly toPixel: (value: number) => number;
  readonly toValue: (pixel: number) => number;
};

/** Where numbers begin to lose digits is far below. */
const SMALL = 1e-290;

/**
 * A scale over all finite values, a little wider than they are.
 *
 * @param from pixel of the lowest value
 * @param to pixel of the highest
 */
export function plotScale(values: Iterable<number>, { from, to }: { from: number; to: number }): PlotScale {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 1];
  // Halves, for the difference of the largest numbers is no number; the smallest of all have none.
  const margin = [(high / 2 - low / 2) * 0.1, Math.abs(low) * 0.1].find((each) => each > SMALL) ?? 1;
  [low, high] = [Math.max(low - margin, -Number.MAX_VALUE), Math.min(high + margin, Number.MAX_VALUE)];
  const share = (value: number) => (value / 2 - low / 2) / (high / 2 - low / 2);
  return {
    ...{ low, high, ticks: roundNumbers(low, high) },
    toPixel: (value) => from + (to - from) * share(value),
    toValue: (pixel) => low + 2 * (high / 2 - low / 2) * ((pixel - from) / (to - from)),
  };
}

/** About five multiples of 1, 2 or 5 times a power of ten. */
function roundNumbers(low: number, high: number): number[] {
  const rough = high / 5 - low / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough) ?? rough;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first;
  if (!Number.isFinite(step) || !(count >= 0 && count < 20)) return [];
  return Array.from({ length: count + 1 }, (_, index) => (first + index) * step);
}
