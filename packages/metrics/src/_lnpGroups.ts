import type { LnpVariable } from './lnpDesign';

/** Samples that lie in the same bin of every variable of a model are told apart by nothing: they are one group. */
export type LnpGroups = {
  readonly variables: readonly LnpVariable[];
  readonly count: number;
  /** [samples], the group of each. */
  readonly ofSample: Int32Array;
  /** [groups, variables], the parameter of each variable: its bin, after the bins of the variables before it. */
  readonly parameters: Int32Array;
  /** Where each variable's parameters begin; at the end the number of all. */
  readonly offsets: Int32Array;
};

export function groupSamples(variables: readonly LnpVariable[], samples: number): LnpGroups {
  const sizes = variables.map(({ shape }) => shape.reduce((product, axis) => product * axis, 1));
  const offsets = Int32Array.from([0, ...sizes]);
  for (let at = 1; at < offsets.length; at++) offsets[at]! += offsets[at - 1]!;
  const known = new Map<number, number>();
  const ofSample = new Int32Array(samples);
  const parameters: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    let key = 0;
    for (let at = 0; at < variables.length; at++) key = key * sizes[at]! + variables[at]!.bins[sample]!;
    let group = known.get(key);
    if (group === undefined) {
      group = known.size;
      known.set(key, group);
      variables.forEach(({ bins }, at) => parameters.push(offsets[at]! + bins[sample]!));
    }
    ofSample[sample] = group;
  }
  return { variables, count: known.size, ofSample, parameters: Int32Array.from(parameters), offsets };
}

/** What was seen in each group, over some of the samples. */
export type LnpTally = {
  /** [groups], samples. */
  readonly times: Float64Array;
  /** [groups], spikes. */
  readonly spikes: Float64Array;
};

/** Over the samples for which `included` holds. */
export function tally(
  { count, ofSample }: LnpGroups,
  counts: Float64Array,
  included: (sample: number) => boolean,
): LnpTally {
  const [times, spikes] = [new Float64Array(count), new Float64Array(count)];
  for (let sample = 0; sample < ofSample.length; sample++) {
    if (!included(sample)) continue;
    times[ofSample[sample]!]!++;
    spikes[ofSample[sample]!]! += counts[sample]!;
  }
  return { times, spikes };
}
