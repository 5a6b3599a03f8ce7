import { STEP_DURATION, type Movie } from '../network/Presentation';

/**
 * Curves over the time of a presentation, in ms from its first step, with a bar below them while the image is on.
 *
 * @param curves by label, [T] each
 */
export function overTime(
  movie: Pick<Movie, 'imageOn' | 'imageOff'>,
  curves: readonly { readonly label: string; readonly y: readonly number[]; readonly background?: boolean }[],
  first = 0,
) {
  const known = curves.flatMap(({ y }) => y).filter(Number.isFinite);
  const low = known.reduce((least, value) => Math.min(least, value), Infinity);
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  const bar = low <= high ? low - 0.08 * (high - low) : 0;
  return [
    ...curves.map(({ y, ...curve }) => ({
      ...curve,
      x: y.map((_, step) => (first + step) * STEP_DURATION),
      y,
    })),
    {
      label: 'image on',
      x: [movie.imageOn * STEP_DURATION, movie.imageOff * STEP_DURATION],
      y: [bar, bar],
    },
  ];
}
