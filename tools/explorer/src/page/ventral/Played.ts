/** What a layer, or a gate of its cell, gave at every step of a presentation of one image. */
export type Course = {
  /** `V4` of a layer, `V4/outGate` of a gate. */
  readonly name: string;
  /** [y, x, channels], or [channels] where there is no map. */
  readonly shape: readonly number[];
  /** [T, ...shape]. */
  readonly values: Float32Array;
};

/** What a network did with an image. */
export type Played = {
  /** Outputs of all layers in the order of the sweep, as other layers see them. */
  readonly layers: readonly Course[];
  /** Gates of all cells that have any, each as its cell multiplies by it: 0 is shut, 1 open. */
  readonly gates: readonly Course[];
  /** [steps from decodeFrom][classes]. */
  readonly logits: readonly (readonly number[])[];
};

/** An arrow of a circuit. */
export type Arrow = { readonly from: string; readonly to: string };
