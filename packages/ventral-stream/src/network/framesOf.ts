import { ConfigError, ShapeError, tf, type Rank, type Tensor4D, type Tensor5D } from '@goal-driven/core';
import { STEP_DURATION, type Movie } from './Presentation';

/** Images to be shown as the presentation says, or films. */
export type Shown =
  | { readonly images: Tensor4D /* [B, height, width, channels] */ }
  | { readonly frames: Tensor5D /* [B, frames, height, width, channels] */ };

/**
 * What the eye is shown at each step. The same image is the same tensor at every step, the blank is one for all
 * images, [1, height, width, channels]. A film's last frame stays when it has run out.
 *
 * @returns a function of the step, whose tensors belong to the tidy around this call
 * @throws ConfigError when images are given for a film, or the other way; ShapeError for images or frames of other axes,
 *   no examples, or a film without frames
 */
export function framesOf(shown: Shown, movie: Movie): (step: number) => Tensor4D {
  if ('frames' in shown !== (movie.frameDuration !== undefined))
    throw new ConfigError(
      `framesOf: a presentation of ${movie.frameDuration === undefined ? 'images' : 'a video'} must be given ` +
        `${movie.frameDuration === undefined ? 'images' : 'frames'}, got ${Object.keys(shown).join()}`,
    );
  if ('frames' in shown) return film(shown.frames, movie.frameDuration!);
  const { images } = shown;
  requireAxes('images', images.shape, ['batch', 'height', 'width', 'channels']);
  const blank = tf.fill<Rank.R4>([1, images.shape[1], images.shape[2], images.shape[3]], movie.blank);
  return (step) => (step >= movie.imageOn && step < movie.imageOff ? images : blank);
}

function film(frames: Tensor5D, frameDuration: number): (step: number) => Tensor4D {
  requireAxes('frames', frames.shape, ['batch', 'frames', 'height', 'width', 'channels']);
  const pictures = tf.unstack(frames, 1) as Tensor4D[];
  return (step) => {
    const index = Math.floor((step * STEP_DURATION) / frameDuration);
    return pictures[Math.min(index, pictures.length - 1)]!;
  };
}

function requireAxes(what: string, shape: readonly number[], axes: readonly string[]): void {
  if (shape.length === axes.length && shape.every((length) => length > 0)) return;
  throw new ShapeError(`framesOf: ${what} must be [${axes.join(', ')}], not empty, got [${shape}]`);
}
