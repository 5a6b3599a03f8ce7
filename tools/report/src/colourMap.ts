import * as Plot from '@observablehq/plot';

/**
 * Viridis, which is even to the eye, readable by the colour-blind and in grey print; entry 0 is the blank.
 * 63 steps are finer than one sees in a map of 20 bins and make small files.
 *
 * @source van der Walt and Smith 2015, the default colours of matplotlib 2
 */
export const colourMap: readonly (readonly [number, number, number])[] = [[0, 0, 0], ...viridis(63)];

function viridis(steps: number): [number, number, number][] {
  const scale = Plot.scale({ color: { scheme: 'viridis', domain: [0, 1] } });
  return Array.from({ length: steps }, (_, step) => {
    const colour = String(scale.apply(step / (steps - 1))); // #rrggbb
    return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  });
}
