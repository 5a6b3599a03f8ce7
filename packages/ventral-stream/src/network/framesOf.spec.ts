import {
  ConfigError,
  ShapeError,
  tf,
  useBackend,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { framesOf } from './framesOf';
import { movieOf, Presentation } from './Presentation';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const movie = (presentation: Parameters<typeof Presentation.parse>[0]) =>
  movieOf(Presentation.parse(presentation));
const own = movie({ mode: 'own', timesteps: 6, imageOn: 2, imageOff: 4, blank: 0.25 });
const film = movie({ mode: 'video', timesteps: 6, frameDuration: 25 });

describe('framesOf', () => {
  it('shows an image while it is on, the same tensor each time, and a blank before and after', () =>
    tf.tidy(() => {
      const images = tf.ones([2, 1, 1, 3]) as Tensor4D;
      const frame = framesOf({ images }, own);
      expect([0, 1, 2, 3, 4, 5].map((step) => frame(step) === images)).toEqual([
        ...[false, false, true, true, false, false],
      ]);
      expect([...frame(0).dataSync()]).toEqual([0.25, 0.25, 0.25]);
      expect(frame(5)).toBe(frame(0));
    }));

  it('holds each frame of a film for its time, and the last one', () =>
    tf.tidy(() => {
      const frames = tf.tensor5d([1, 2], [1, 2, 1, 1, 1]);
      const frame = framesOf({ frames }, film);
      // Frame k lasts from 25 k ms to 25 (k + 1) ms.
      expect([0, 1, 2, 3, 4, 5].map((step) => frame(step).dataSync()[0])).toEqual([1, 1, 1, 2, 2, 2]);
    }));

  it.each([[[2, 2, 3]], [[0, 2, 2, 3]], [[1, 0, 2, 3]], [[1, 1, 2, 2, 3]]])(
    'refuses images of shape %j',
    (shape) =>
      tf.tidy(() => {
        const images: Tensor = tf.zeros(shape);
        expect(() => framesOf({ images: images as Tensor4D }, own)).toThrow(
          new ShapeError(
            `framesOf: images must be [batch, height, width, channels], not empty, got [${shape}]`,
          ),
        );
      }),
  );

  it.each([[[1, 2, 2, 3]], [[1, 0, 2, 2, 3]], [[0, 4, 2, 2, 3]]])('refuses films of shape %j', (shape) =>
    tf.tidy(() => {
      const frames: Tensor = tf.zeros(shape);
      expect(() => framesOf({ frames: frames as Tensor5D }, film)).toThrow(
        new ShapeError(
          `framesOf: frames must be [batch, frames, height, width, channels], not empty, got [${shape}]`,
        ),
      );
    }),
  );

  it('refuses images for a film, and the other way', () =>
    tf.tidy(() => {
      const images = tf.zeros([1, 1, 1, 1]) as Tensor4D;
      expect(() => framesOf({ images }, film)).toThrow(ConfigError);
      expect(() => framesOf({ frames: tf.zeros([1, 1, 1, 1, 1]) as Tensor5D }, own)).toThrow(ConfigError);
    }));
});
