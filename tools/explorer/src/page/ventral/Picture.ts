import type { ObjectView } from '@goal-driven/stimuli';

/** What a network is shown: a rendered object, or pixels from elsewhere. */
export type Picture =
  | { readonly kind: 'object'; readonly view: ObjectView }
  | {
      readonly kind: 'pixels';
      readonly height: number;
      readonly width: number;
      /** [height, width, 3], red, green, blue in 0 .. 255. */
      readonly values: Uint8Array<ArrayBuffer>;
    };
