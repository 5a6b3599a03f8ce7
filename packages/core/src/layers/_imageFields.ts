import { z } from 'zod';
import { ShapeError } from '../errors';

/** [height, width]. */
export const pair = (description: string) =>
  z
    .tuple([z.int().positive(), z.int().positive()])
    .meta({ description: `${description}, [height, width]`, unit: 'pixels' });

const edge = z.tuple([z.int().nonnegative(), z.int().nonnegative()]);

export const PaddingField = z.union([z.enum(['same', 'valid']), z.tuple([edge, edge])]).meta({
  description: "TensorFlow's rules by name, or pixels [[top, bottom], [left, right]]",
  unit: 'pixels',
});

/**
 * Refuses what is not an image with so many channels.
 *
 * @throws ShapeError with both shapes
 */
export function checkImage(
  who: string,
  x: { readonly shape: readonly number[] },
  kernel?: { readonly shape: readonly number[]; readonly channels: number },
): void {
  const fits = x.shape.length === 4 && (kernel === undefined || x.shape[3] === kernel.channels);
  if (fits) return;
  const channels = kernel === undefined ? 'channels' : `${kernel.channels}`;
  const reason = kernel === undefined ? '' : ` for kernel [${kernel.shape}]`;
  throw new ShapeError(
    `${who}: input must be [batch, height, width, ${channels}]${reason}, got [${x.shape}]`,
  );
}
