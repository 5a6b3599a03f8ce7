import type { Pass, Rng, Tensor4D, Tree } from '@goal-driven/core';

/** A map of the visual field: [height, width] in pixels of that map. */
export type MapSize = readonly [height: number, width: number];

/** Where a cell sits: what it will be given. */
export type CellSite = {
  /** Size of the map that the node's first convolution gives; a cell keeps it. */
  readonly size: MapSize;
  /** Channels of that map, I. */
  readonly inputs: number;
  /** Channels of what entered the node, before its convolution; for residuals within the cell. */
  readonly skips: number;
  /** Channels of all feedback together; 0 where there is none. */
  readonly feedback: number;
};

/** What a node hands its cell at one step; the batch of each is B or 1, where all examples have the same. */
export type CellInput = {
  /** The node's first convolution, [B, height, width, I]. */
  readonly input: Tensor4D;
  /** What entered the node, before that convolution, [B, height', width', skips]. */
  readonly skip: Tensor4D;
  /** The feedback, resized to the map of the input, concatenated in the order of the sources' names. */
  readonly feedback?: Tensor4D;
};

/** The part of a step that depends on `input` and `skip` alone; the node keeps it while these do not change. */
export type Drive = { readonly [name: string]: Tensor4D };

/** States by name, [B, height, width, channels]; they start at 0 and live for one sequence. */
export type ConvHidden = { readonly [name: string]: Tensor4D };

/**
 * Gates by name, [B, height, width, channels], as the cell multiplies by them: 0 shuts off what `gatedBy` says, 1 passes
 * it whole. Logistic ones are in 0 .. 1; those of the reciprocal gated cell are `o + k f`, which may exceed 1, as
 * 1 - tanh does. `candidate` is no gate but the proposal for the state.
 */
export type Gates = { readonly [name: string]: Tensor4D };

/**
 * A recurrent cell over maps: a factory of pure functions that holds numbers and never a tensor. It reads the
 * state of the step before alone, so the order in which the nodes of a graph are evaluated does not matter.
 */
export type ConvCell<Params extends Tree = Tree, Hidden extends ConvHidden = ConvHidden> = {
  readonly config: unknown;
  readonly site: CellSite;
  /** Channels of the output. */
  readonly channels: number;
  /** Channels of each state. */
  readonly states: { readonly [Name in keyof Hidden]: number };
  /**
   * The published factor λ of the penalty λ/2 Σ w², by pattern of the parameters' paths within the cell (see
   * core's `matchesAny`); what no pattern matches has none. It counts once per parameter, not once per step.
   */
  readonly penalties: { readonly [pattern: string]: number };
  init(rng: Rng): Params;
  /** What the input drives, without the state; `input` and `skip` themselves may be in it, not copies. */
  project(params: Params, input: Pick<CellInput, 'input' | 'skip'>, pass: Pass): Drive;
  /** One step. `gates` where they are asked for by `observe`. */
  step(
    params: Params,
    hidden: Hidden,
    input: { readonly drive: Drive; readonly feedback?: Tensor4D; readonly observe?: boolean },
    pass: Pass,
  ): { readonly output: Tensor4D; readonly hidden: Hidden; readonly gates?: Gates };
};
