import type { Figure } from '@goal-driven/core';
import type { Opened, Source } from './Opened';
import type { Picture } from './Picture';
import type { Arrow, Played } from './Played';

/** What the page asks of the worker that computes, by name: [question, answer]. */
export type VisionCalls = {
  /** Starts an engine. `wasm` is the folder of its files. */
  readonly start: [
    { readonly wasm: string; readonly engine: 'wasm' | 'cpu' },
    { readonly engine: string; readonly published: readonly string[] },
  ];
  /** Takes a network in the place of the one before. */
  readonly open: [Source, Opened];
  /** Shows it a picture, and once more with arrows cut where there are any. */
  readonly show: [
    { readonly picture: Picture; readonly cuts: readonly Arrow[] },
    {
      /** That of the network, `Opened.serial`. */
      readonly serial: number;
      /** What the network sees, [size, size, 3], bytes. */
      readonly seen: Uint8Array;
      readonly intact: Played;
      readonly cut: Played | null;
    },
  ];
  /** Figures of the shipped search, with so many genomes as its best. */
  readonly search: [
    { readonly best: number },
    { readonly provenance: string; readonly figures: readonly Figure[] },
  ];
};

export type VisionCall = keyof VisionCalls;
export type VisionRequest = {
  [Call in VisionCall]: { readonly id: number; readonly call: Call; readonly question: VisionCalls[Call][0] };
}[VisionCall];
export type VisionReply =
  | { readonly id: number; readonly answer: VisionCalls[VisionCall][1] }
  | { readonly id: number; readonly fault: string };
