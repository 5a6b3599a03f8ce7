import type { MazeImages } from './maze/MazeImages';
import type { RenderedObjects } from './objects/RenderedObjects';

/** Where images come from, as plain data that threads can share or copy. */
export type PixelSource =
  | {
      readonly kind: 'array';
      /** [images, height, width, 3], in memory that threads share. */
      readonly values: Uint8Array<SharedArrayBuffer>;
      readonly shape: readonly [images: number, height: number, width: number, channels: 3];
    }
  | { readonly kind: 'files'; readonly files: readonly string[]; readonly limits: ImageLimits }
  | { readonly kind: 'objects'; readonly config: RenderedObjects }
  | { readonly kind: 'maze'; readonly config: MazeImages };

/** Bounds on an image file from outside. */
export type ImageLimits = {
  /** Of the file. */
  readonly maxBytes: number;
  /** Height times width. */
  readonly maxPixels: number;
};

/** Labelled images. */
export type ImageSource = {
  readonly name: string;
  readonly classes: readonly string[];
  /** [images], indices into `classes`. */
  readonly labels: Int32Array;
  readonly pixels: PixelSource;
};
