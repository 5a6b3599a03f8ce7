/** How far views go from the centre, the middle size and the canonical view. */
export type Variation = {
  /** Largest shift along each axis, degrees. */
  readonly position: number;
  /** Largest factor by which size grows or shrinks. */
  readonly scale: number;
  /** Largest turn about each of the three axes, degrees. */
  readonly rotation: number;
};

/** How much place, size and pose vary, from least to most. */
export const variationNames = ['low', 'medium', 'high'] as const;
export type VariationName = (typeof variationNames)[number];

/**
 * The three amounts of variation of the neural benchmark.
 *
 * The ranges of position and size are not found: neither the code of the benchmark nor what could be read of the
 * papers prints them, and they stay what we remember (high up to 2.4 deg and a factor of 1.6, medium half of it).
 * Those of rotation, 90 and 45 deg about each axis, are not printed either, but the rows of the released metadata
 * that are quoted agree with them: the largest angle of variation 3 among those is 42.8 deg, of variation 6 75.2 deg.
 *
 * @source Majaj, Hong, Solomon, DiCarlo 2015, Journal of Neuroscience 35: a field of 8 degrees, 640 images of one
 *   view ("low", variation 0), 2560 of "medium" (3) and 2560 of "high" (6); rows of the metadata of `dicarlo.hvm` in
 *   the README of brain-score/brainio
 */
export const variations: Readonly<Record<VariationName, Variation>> = {
  low: { position: 0, scale: 1, rotation: 0 },
  medium: { position: 1.2, scale: 1.3, rotation: 45 },
  high: { position: 2.4, scale: 1.6, rotation: 90 },
};
