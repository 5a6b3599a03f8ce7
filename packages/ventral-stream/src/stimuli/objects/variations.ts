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
 * @source Majaj, Hong, Solomon, DiCarlo 2015: a field of 8 degrees, one view ("low"), "medium" and "high". The
 *   ranges are those we remember of the released metadata and could not confirm from a source at hand: high up
 *   to 2.4 deg, a factor of 1.6 and 90 deg about each axis; medium half of it
 */
export const variations: Readonly<Record<VariationName, Variation>> = {
  low: { position: 0, scale: 1, rotation: 0 },
  medium: { position: 1.2, scale: 1.3, rotation: 45 },
  high: { position: 2.4, scale: 1.6, rotation: 90 },
};
