import type { Architecture, Tensor4D } from '@goal-driven/core';
import type { Augmentation } from './augmentation/Augmentation';

/** A network as what it makes of images, for whoever extracts features of it. */
export type ImageModel = {
  /** Its `layers` are the activity of those asked for: [B, ...], or [B, T, ...] where it has `timesteps`. */
  readonly architecture: Architecture<{ readonly images: Tensor4D /* [B, height, width, 3], prepared */ }>;
  /** From the bytes of a picture to what it sees. */
  readonly preparation: Augmentation;
  /** Steps T of the second axis of its layers; left out for a network without time. */
  readonly timesteps?: number;
};
