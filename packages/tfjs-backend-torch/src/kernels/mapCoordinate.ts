/** What lies beyond the border of an image: the fill value, the mirrored image, its repetition, its border. */
export type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

/**
 * A coordinate beyond an image of a length as one inside it.
 *
 * @source TensorFlow 2, core/kernels/image/image_ops.h
 */
export function mapCoordinate(place: number, length: number, mode: FillMode): number {
  if (mode === 'constant') return place;
  const inside = { nearest: place, reflect: reflected(place, length), wrap: wrapped(place, length) }[mode];
  return Math.min(Math.max(0, inside), length - 1);
}

/** [abcd] as [dcba|abcd|dcba]. */
function reflected(place: number, length: number): number {
  const period = 2 * length;
  if (place < 0) {
    if (length <= 1) return 0;
    const shifted = place < period ? period * Math.trunc(-place / period) + place : place;
    return shifted < -length ? shifted + period : -shifted - 1;
  }
  if (place <= length - 1) return place;
  if (length <= 1) return 0;
  const shifted = place - period * Math.trunc(place / period);
  return shifted >= length ? period - shifted - 1 : shifted;
}

/** [abcd] as [abcd|abcd|abcd]. */
function wrapped(place: number, length: number): number {
  if (length <= 1) return 0;
  if (place < 0) return place + length * (Math.trunc(-place / (length - 1)) + 1);
  return place > length - 1 ? place - length * Math.trunc(place / (length - 1)) : place;
}
