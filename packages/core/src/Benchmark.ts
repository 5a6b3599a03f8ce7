import type { NdArray } from './NdArray';
import type { Rng } from './Rng';
import type { Score } from './Score';

/** Model activity to the stimuli that a benchmark names, by layer, [presentations or bins, units]. */
export type Features = (layer: string) => Promise<NdArray>;

/** A comparison of a model, never fitted to it, with neural or behavioural data. */
export type Benchmark<Dataset> = {
  readonly name: string;
  readonly sources: readonly string[];
  run(args: {
    dataset: Dataset;
    layers: readonly string[];
    features: Features;
    rng: Rng;
  }): AsyncIterable<Score>;
};
