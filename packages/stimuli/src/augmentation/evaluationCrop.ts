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
  const [lower, upper, share] = [new Int32Array(size), new Int32Array(size), new Float32Array(size)];
  for (let index = 0; index < size; index++) {
    const at = float(index * step);
    lower[index] = Math.floor(at);
    upper[index] = Math.min(lower[index]! + 1, side - 1);
    share[index] = at - lower[index]!;
  }
  const cropped = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    const above = 3 * ((top + lower[row]!) * columns + left);
    const below = 3 * ((top + upper[row]!) * columns + left);
    for (let column = 0; column < size; column++) {
      const [here, next, part] = [3 * lower[column]!, 3 * upper[column]!, share[column]!];
      for (let channel = 0; channel < 3; channel++) {
        const first = blend(values[above + here + channel]!, values[above + next + channel]!, part);
        const second = blend(values[below + here + channel]!, values[below + next + channel]!, part);
        cropped[3 * (row * size + column) + channel] = Math.trunc(blend(first, second, share[row]!));
      }
    }
  }
  return ndArray(cropped, [size, size, 3]);
}

const blend = (from: number, to: number, share: number): number =>
  float(from + float(float(to - from) * share));
