import type { MazeImages } from './maze/MazeImages';
import type { RenderedObjects } from './objects/RenderedObjects';

/** Where images come from, as plain data that threads can share or copy. */
export type PixelSource =
  | {
      readonly kind: 'array';
      /** [images, height, width, 3], in memory that threads share. */
      readonly values: Uint8Array<SharedArrayBuffer>;
      readonly shape: readonly [images: number, height: number, width: number, channels: 3];
      /** How far away each pixel is, 0 nearest: [images, height, width], in memory that threads share. */
      readonly depth?: Uint8Array<SharedArrayBuffer>;
    }
  | {
      readonly kind: 'files';
      readonly files: readonly string[];
      readonly limits: ImageLimits;
      /** Gray pictures of how far away each pixel of the file of the same number is, 0 nearest. */
      readonly depths?: readonly string[];
    }
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
