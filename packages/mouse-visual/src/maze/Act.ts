import type { NdArray } from '@goal-driven/core';

/** What a policy remembers, as JSON: by name, [B][H]. */
export type Memory = { readonly [name: string]: readonly (readonly number[])[] };

/** What B animals perceive. */
export type Perceived = {
  /** [B, height, width, 3], normalised. */
  readonly images: NdArray<Float32Array>;
  /** [B, A + 1], the last action and its reward. */
  readonly body: NdArray<Float32Array>;
  /** [B], 1 where an episode begins, else 0. */
  readonly begins: NdArray<Float32Array>;
  readonly memory: Memory;
};

/** What a policy makes of it. */
export type Acted = {
  /** [B, A] */
  readonly logits: NdArray<Float32Array>;
  /** [B], what it expects. */
  readonly values: NdArray<Float32Array>;
  readonly memory: Memory;
  /** What is learned from: the images, or [B, F], what a frozen encoder made of them. */
  readonly seen: NdArray<Float32Array>;
};

/** A policy as streams know it: arrays in, arrays out. */
export type Act = (perceived: Perceived) => Acted;
