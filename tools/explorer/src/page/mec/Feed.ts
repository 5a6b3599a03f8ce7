/** Steps of an animal, one after another. */
export type Steps = {
  /** Where each step ends, m: [n, 2] interleaved. */
  readonly positions: Float64Array;
  /** The heading during each step, rad: [n]. */
  readonly headings: Float64Array;
};

/** A place and a heading, m and rad. */
export type Pose = { readonly x: number; readonly y: number; readonly heading: number };

/** Where an animal goes next. */
export type Feed = {
  /** The next steps from a pose: as many as asked for, or fewer where the animal rests. */
  readonly take: (from: Pose, count: number) => Steps;
};

/** The mean speed of the walks that a network was trained on, m/s: Rayleigh draws have the mean b sqrt(pi / 2). */
export const typicalSpeed = (motion: {
  readonly speedScale: number;
  readonly constantSpeed?: number | undefined;
}): number => motion.constantSpeed ?? motion.speedScale * Math.sqrt(Math.PI / 2);
