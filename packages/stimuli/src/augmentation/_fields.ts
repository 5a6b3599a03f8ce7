import { z } from 'zod';

// Fields that steps on floats and steps on bytes share.
export const pixels = z.int().positive().max(4096);
export const Size = z
  .union([pixels, z.tuple([pixels, pixels])])
  .meta({ description: 'Height and width, or the side of a square', unit: 'px' });
export const probability = (value: number) =>
  z.number().min(0).max(1).default(value).meta({ description: 'Chance that it is done' });
export const strength = z.number().nonnegative().default(0);
export const hue = z
  .number()
  .min(0)
  .max(0.5)
  .default(0)
  .meta({ description: 'h: the shift is uniform in [-h, h]', unit: 'turns' });
export const range = (low: number, high: number) =>
  z
    .tuple([z.number().positive(), z.number().positive()])
    .refine(([from, to]) => from <= to, { error: 'must rise' })
    .default([low, high]);
