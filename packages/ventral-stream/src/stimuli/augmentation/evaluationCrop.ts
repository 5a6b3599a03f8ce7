import { ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';

const float = Math.fround;

/**
 * What the published networks are shown of a photograph: as if it were scaled until its shorter side has `shorter`
 * pixels and cropped to the central `size` x `size`. Done as a crop of the original, of side `size / scale` rounded
 * down, then resized bilinearly and rounded down to bytes.
 *
 * The resizing is that of the original's engine, with output pixel i at input coordinate `i n_in / n_out` and no
 * antialiasing, in single precision.
 *
 * @source candidate_models, preprocessing of the ConvRNNs (`tf.image.resize_bilinear` of TensorFlow 1)
 * @param sizes `size` at most `shorter`
 */
export function evaluationCrop(
  { values, shape }: ByteImage,
  { shorter, size }: { readonly shorter: number; readonly size: number },
): ByteImage {
  const [rows, columns] = shape as [number, number, number];
  const side = Math.max(1, Math.trunc(float(size / float(shorter / Math.min(rows, columns)))));
  const [top, left] = [Math.trunc((rows - side) / 2), Math.trunc((columns - side) / 2)];
  const step = float(side / size);
  const near = (index: number) => {
    const at = float(index * step);
    const lower = Math.floor(at);
    return { lower, upper: Math.min(lower + 1, side - 1), share: float(at - lower) };
  };
  const places = Array.from({ length: size }, (_, index) => near(index));
  const cropped = new Uint8Array(size * size * 3);
  places.forEach((y, row) =>
    places.forEach((x, column) => {
      for (let channel = 0; channel < 3; channel++) {
        const at = (line: number, place: number) =>
          values[3 * ((top + line) * columns + left + place) + channel]!;
        const upper = blend(at(y.lower, x.lower), at(y.lower, x.upper), x.share);
        const lower = blend(at(y.upper, x.lower), at(y.upper, x.upper), x.share);
        cropped[3 * (row * size + column) + channel] = Math.trunc(blend(upper, lower, y.share));
      }
    }),
  );
  return ndArray(cropped, [size, size, 3]);
}

const blend = (from: number, to: number, share: number): number =>
  float(from + float(float(to - from) * share));
