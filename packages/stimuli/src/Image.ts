import type { NdArray } from '@goal-driven/core/arrays';

/** A picture as bytes: [height, width, 3], red, green, blue in 0 .. 255. */
export type ByteImage = NdArray<Uint8Array>;

/** A picture as numbers: [height, width, 3], red, green, blue in [0, 1] until it is normalised. */
export type FloatImage = NdArray<Float32Array>;
