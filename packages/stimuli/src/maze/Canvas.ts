/** What a maze is drawn on: bytes [side, side, 3], the row above first. */
export type Canvas = {
  readonly side: number;
  readonly bytes: Uint8Array;
  /** [side], distance straight ahead of the wall in each column, m. */
  readonly walls: Float64Array;
  /** Pixels by which something of 1 m at 1 m reaches. */
  readonly focal: number;
  /** [side], how far ahead each row sees the floor or the ceiling, m. */
  readonly ahead: Float64Array;
  /** [side], the light that comes from there, in [0, 1]. */
  readonly light: Float64Array;
};
