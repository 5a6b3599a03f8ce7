import type { Pixels } from '../shell/drawPixels';
import type { MouseView } from './MouseView';
import type { Neighbour } from './neighbours';
import type { NetworkId } from './networksOnOffer';
import type { Side } from './sides';

/** What the page asks of the worker; a later look ends an earlier one. */
export type Asked =
  | { readonly kind: 'begin'; readonly base: string }
  | {
      readonly kind: 'look';
      readonly number: number;
      readonly view: MouseView;
      /** A dropped image in place of the view's, [224, 224, 3]. */
      readonly image?: Uint8Array;
    }
  /** Weights from a file, for one network; they are taken up at the next look. */
  | { readonly kind: 'weights'; readonly network: NetworkId; readonly bytes: Uint8Array };

/** A layer in numbers. */
export type LayerNumbers = {
  readonly layer: string;
  /** Without the axis of images. */
  readonly shape: readonly number[];
  readonly mean: number;
  /** Root of the mean square. */
  readonly size: number;
  /** Share of units above 0. */
  readonly active: number;
};

/** What the worker tells of the look of a number. */
export type Told = { readonly number: number } & (
  | { readonly kind: 'image'; readonly image: Pixels }
  | {
      readonly kind: 'seen';
      readonly side: Side;
      readonly layers: readonly LayerNumbers[];
      readonly shown: string;
      /** [height, width, channels] of the shown layer. */
      readonly maps: { readonly values: Float32Array; readonly shape: readonly number[] };
    }
  | {
      readonly kind: 'scenes';
      readonly side: Side;
      readonly done: number;
      readonly thumbnails: readonly Pixels[];
    }
  | { readonly kind: 'neighbours'; readonly side: Side; readonly nearest: readonly Neighbour[] }
  | {
      readonly kind: 'curve';
      readonly side: Side;
      readonly resolutions: readonly number[];
      /** Share of the 10 nearest at full resolution that are among the 10 nearest. */
      readonly kept: readonly number[];
    }
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'fault';
      readonly message: string;
      /** The network whose file of weights is not its own; it has its former weights again. */
      readonly refused?: NetworkId;
    }
);
