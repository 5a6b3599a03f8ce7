import type { WeightStep } from './WeightStep';

/**
 * How the arrays of a published file of weights become the parameters of a model of ours: data, but for regular
 * expressions. One per family of files, beside the model; `matchWeights` takes it.
 */
export type NameMap = {
  /** What tables and errors call it, such as `ConvRNN zoo, TensorFlow`. */
  readonly name: string;
  /** Where the names come from. */
  readonly source: string;
  /**
   * Where in the file the network lies, such as `['model_state_dict.', 'state_dict.', '']`: of these beginnings the
   * first that any name has. Names elsewhere (optimizers, queues, counters) are ignored. The whole file where left out.
   */
  readonly roots?: readonly string[];
  /** Parts of names that say nothing here, such as `/^module\./`; each is taken away once, in this order. */
  readonly strip?: readonly RegExp[];
  /** The first rule whose `from` is the whole name is the one that counts. */
  readonly rules: readonly NameRule[];
};

/** What becomes of an array whose name, stripped, is `from`: the name itself, or an expression that the whole name fits. */
export type NameRule = ParameterRule | CutRule | IgnoreRule;

/** It is one parameter. */
export type ParameterRule = {
  readonly from: string | RegExp;
  /** The parameter's path; `$1` or `$<name>` stand for groups of `from`, as in `String.replace`. */
  readonly to: string;
  /** From its layout to ours; as it is where left out. */
  readonly steps?: readonly WeightStep[];
  /** The parameter is the sum of so many arrays, whose rules all say so, as with the two biases of PyTorch's cells. */
  readonly adds?: number;
};

/** It is several parameters, which lie behind each other along an axis. Sizes are those of the parameters. */
export type CutRule = {
  readonly from: string | RegExp;
  /** Paths in order. */
  readonly to: readonly string[];
  /** Counted from the end where negative. */
  readonly axis: number;
  /** What happens to the whole before it is cut. */
  readonly steps?: readonly WeightStep[];
};

/** It is none of our parameters. */
export type IgnoreRule = {
  readonly from: string | RegExp;
  /** Why it may be left out, for the table. */
  readonly ignored: string;
  /** What each of its elements must be for that, such as 0 of a decay that is not learned. */
  readonly value?: number;
};
