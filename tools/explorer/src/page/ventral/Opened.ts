import type { Figure, GraphFigure } from '@goal-driven/core';
import type { ShippedName } from './shippedModels';

/** Where a network comes from. */
export type Source =
  | { readonly kind: 'shipped'; readonly name: ShippedName }
  /** A published graph with weights drawn from a seed. */
  | { readonly kind: 'published'; readonly name: string; readonly seed: number }
  /** A graph as JSON, with weights drawn from a seed. */
  | { readonly kind: 'graph'; readonly text: string; readonly seed: number };

/** What the page has to know of a network. */
export type Opened = {
  readonly title: string;
  readonly trained: boolean;
  /** Where its weights come from, in a sentence or two. */
  readonly provenance: string;
  readonly classes: readonly string[];
  /** Pixels of a side of its images. */
  readonly size: number;
  /** Steps of its presentation, T, of 10 ms. */
  readonly timesteps: number;
  /** The image is on for imageOn <= t < imageOff, in timesteps. */
  readonly imageOn: number;
  readonly imageOff: number;
  /** First step whose logits are decoded. */
  readonly decodeFrom: number;
  readonly parameters: number;
  /** Its graph as JSON. */
  readonly graph: string;
  readonly circuit: Figure & GraphFigure;
  /** Number of its opening: an answer of another belongs to another network. */
  readonly serial: number;
};
