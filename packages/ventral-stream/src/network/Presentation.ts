import { ConfigError } from '@goal-driven/core';
import { z } from 'zod';

const timesteps = z.int().positive().max(10_000).meta({ description: 'Timesteps, T', unit: '10 ms' });
const offset = z.int().nonnegative().meta({ description: 'First timestep without the image', unit: '10 ms' });
const blank = z.number().default(0.5).meta({
  description: 'What is shown without the image, in every channel, in the units of the normalised image',
});
const onset = z
  .int()
  .nonnegative()
  .default(0)
  .meta({ description: 'First step with the image', unit: '10 ms' });

/**
 * How an image becomes a movie: the image for `imageOn <= t < imageOff`, a blank before and after.
 *
 * - `default`: that of the training of the model, which its name says.
 * - `neural`: the primate protocol, 260 ms with the image on for the first 100.
 * - `constant`: the image all the time.
 * - `own`: as given.
 * - `video`: the frames of a film, each held for `frameDuration`.
 *
 * @differs The README of the published code calls its blank mean gray; it is 0.5 put in after normalisation, where
 *   mid-gray would be (0.0655, 0.1964, 0.4178). We keep the number, as an option.
 */
export const Presentation = z
  .discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('default'), blank }),
    z.strictObject({ mode: z.literal('neural'), blank }),
    z.strictObject({ mode: z.literal('constant'), timesteps }),
    z.strictObject({
      mode: z.literal('own'),
      timesteps,
      imageOff: offset.nullable().meta({ description: 'null: never', unit: '10 ms' }),
      imageOn: onset,
      blank,
    }),
    z.strictObject({
      mode: z.literal('video'),
      timesteps,
      frameDuration: z.number().positive().default(10).meta({ description: 'Time of one frame', unit: 'ms' }),
    }),
  ])
  .meta({ title: 'Presentation', source: 'Nayebi et al. 2018; the README of the published code' });
export type Presentation = z.output<typeof Presentation>;

/** A presentation with all numbers in it. */
export type Movie = {
  readonly timesteps: number;
  readonly imageOn: number;
  /** `timesteps` where the image never goes. */
  readonly imageOff: number;
  readonly blank: number;
  /** Of a film: ms per frame. */
  readonly frameDuration?: number;
};

/** The presentation of a model's training. */
export type DefaultMovie = { readonly timesteps: number; readonly imageOff: number | null };

/**
 * Steps after the image has reached the readout that a network with recurrence is given where nothing else is said; as
 * many as the intermediate networks have.
 */
export const LATE_STEPS = 6;

/** Milliseconds that one step stands for. */
export const STEP_DURATION = 10;

/**
 * The numbers of a presentation.
 *
 * @param standard the one that the model was trained with, for `default`
 * @throws ConfigError when the image would go before it came or come after the end, or `default` is asked of a model that has none
 */
export function movieOf(presentation: Presentation, standard?: DefaultMovie): Movie {
  switch (presentation.mode) {
    case 'default': {
      if (standard === undefined)
        throw new ConfigError('movieOf: a default presentation must be known for the model, got none');
      const { timesteps: length, imageOff } = standard;
      return { timesteps: length, imageOn: 0, imageOff: imageOff ?? length, blank: presentation.blank };
    }
    case 'neural':
      return { timesteps: 26, imageOn: 0, imageOff: 10, blank: presentation.blank };
    case 'constant':
      return { timesteps: presentation.timesteps, imageOn: 0, imageOff: presentation.timesteps, blank: 0 };
    case 'video':
      return {
        ...movieOf({ mode: 'constant', timesteps: presentation.timesteps }),
        frameDuration: presentation.frameDuration,
      };
    case 'own': {
      const { timesteps: length, imageOn, imageOff, blank: gray } = presentation;
      const off = imageOff ?? length;
      if (off < imageOn)
        throw new ConfigError(`movieOf: imageOff must not come before imageOn, got ${off} and ${imageOn}`);
      if (imageOn >= length)
        throw new ConfigError(`movieOf: imageOn must be one of ${length} timesteps, from 0, got ${imageOn}`);
      return { timesteps: length, imageOn, imageOff: off, blank: gray };
    }
  }
}
