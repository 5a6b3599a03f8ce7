import { createRng, DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { alternative, level, method, NoOptions, seed } from '../_metricOptions';
import { defineMetric } from '../defineMetric';
import { fTest, oneWayAnova } from '../fTest';
import { mannWhitneyU } from '../mannWhitneyU';
import { pairedPermutationTest, permutationTest } from '../permutationTest';
import { independentTTest, oneSampleTTest, pairedTTest } from '../tTest';
import { wilcoxonSignedRank } from '../wilcoxonSignedRank';

const sample = { axes: '[n]', ranks: [1] } as const;
const two = { a: sample, b: { axes: '[m]', ranks: [1] } } as const;
const paired = { a: sample, b: sample } as const;
const T = z.strictObject({ alternative, level });
const T_TEST = {
  t: 'statistic',
  degrees: 'of freedom',
  pValue: 'p',
  difference: 'of the means',
  interval: 'of the difference, two-sided',
};
const Permutation = z.strictObject({
  alternative,
  permutations: z
    .int()
    .positive()
    .default(10000)
    .meta({ description: 'All relabellings up to this many, else as many drawn' }),
  seed: seed('of relabellings drawn'),
});
const PERMUTATION = {
  difference: 'of the means',
  pValue: 'share of relabellings at least as extreme',
  relabellings: 'gone through or drawn',
  exact: 'whether all were gone through',
};

/** Tests of differences between samples. */
export const testMetrics = {
  permutationTest: defineMetric({
    name: 'permutationTest',
    version: 1,
    description: 'Difference of the means of two samples, tested by relabelling',
    unit: 'p is 1',
    range: [0, 1],
    arguments: two,
    options: Permutation,
    gives: PERMUTATION,
    undefinedFor: 'nothing',
    sources: ['Fisher 1935', 'Phipson & Smyth 2010, Statistical Applications in Genetics 9'],
    run: ({ a, b }, { seed: chosen, ...options }) => ({
      ...permutationTest({ a, b }, createRng(chosen), options),
      n: a.values.length + b.values.length,
    }),
  }),
  pairedPermutationTest: defineMetric({
    name: 'pairedPermutationTest',
    version: 1,
    description: 'Mean of paired differences, tested by flipping signs',
    unit: 'p is 1',
    range: [0, 1],
    arguments: paired,
    options: Permutation,
    gives: PERMUTATION,
    undefinedFor: 'nothing',
    sources: ['Fisher 1935'],
    run: ({ a, b }, { seed: chosen, ...options }) => ({
      ...pairedPermutationTest({ a, b }, createRng(chosen), options),
      n: a.values.length,
    }),
  }),
  wilcoxonSignedRank: defineMetric({
    name: 'wilcoxonSignedRank',
    version: 1,
    description: 'Whether paired differences are symmetric about 0, by their ranks',
    unit: 'p is 1',
    range: [0, 1],
    arguments: { differences: sample },
    options: z.strictObject({ alternative }),
    gives: { statistic: 'sum of the ranks of positive differences', pValue: 'p', exact: 'whether p is' },
    invariances: { gain: ['differences'], order: [{ differences: 0 }] },
    undefinedFor: 'nothing',
    sources: ['Wilcoxon 1945, Biometrics Bulletin 1'],
    run: ({ differences }, options) => wilcoxonSignedRank(differences, options),
  }),
  mannWhitneyU: defineMetric({
    name: 'mannWhitneyU',
    version: 1,
    description: 'Whether values of one of two samples tend to be larger, by their ranks',
    unit: 'p is 1',
    range: [0, 1],
    arguments: two,
    options: z.strictObject({ alternative, method }),
    gives: {
      statistic: 'pairs in which a is the larger, ties half',
      effectSize: 'their share',
      pValue: 'p',
      exact: 'whether p is',
    },
    invariances: { order: [{ a: 0 }, { b: 0 }] },
    undefinedFor: 'values that are all equal',
    sources: ['Mann & Whitney 1947, Annals of Mathematical Statistics 18'],
    run: ({ a, b }, options) => mannWhitneyU(a, b, options),
  }),
  oneSampleTTest: defineMetric({
    name: 'oneSampleTTest',
    version: 1,
    description: "Student's t-test that a sample has a mean",
    unit: 'p is 1',
    range: [0, 1],
    arguments: { sample },
    options: T.extend({ mean: z.number().default(0).meta({ description: 'The hypothesis' }) }),
    gives: { ...T_TEST, difference: 'of the mean from the hypothesis' },
    invariances: { order: [{ sample: 0 }] },
    undefinedFor: 'a sample without variation',
    sources: ['Student 1908, Biometrika 6'],
    run: (arrays, { mean, ...options }) => oneSampleTTest(arrays.sample, mean, options),
  }),
  pairedTTest: defineMetric({
    name: 'pairedTTest',
    version: 1,
    description: "Student's t-test that paired differences have mean 0",
    unit: 'p is 1',
    range: [0, 1],
    arguments: paired,
    options: T,
    gives: T_TEST,
    invariances: { order: [{ a: 0, b: 0 }] },
    undefinedFor: 'differences that are all equal',
    sources: ['Student 1908, Biometrika 6'],
    run: ({ a, b }, options) => pairedTTest(a, b, options),
  }),
  independentTTest: defineMetric({
    name: 'independentTTest',
    version: 1,
    description: "Welch's or Student's t-test that two independent samples have one mean",
    unit: 'p is 1',
    range: [0, 1],
    arguments: two,
    options: T.extend({
      variances: z
        .enum(['unequal', 'equal'])
        .default('unequal')
        .meta({ description: "Unequal is Welch's test" }),
    }),
    gives: T_TEST,
    invariances: { order: [{ a: 0 }, { b: 0 }] },
    undefinedFor: 'samples without variation',
    sources: ['Welch 1947, Biometrika 34'],
    run: ({ a, b }, options) => independentTTest(a, b, options),
  }),
  fTest: defineMetric({
    name: 'fTest',
    version: 1,
    description: 'Whether two normal samples have one variance',
    unit: 'p is 1',
    range: [0, 1],
    arguments: two,
    options: NoOptions,
    gives: { f: 'ratio of the variances', degrees: 'of freedom', pValue: 'p, two-sided' },
    invariances: { offset: ['a', 'b'], order: [{ a: 0 }, { b: 0 }] },
    undefinedFor: 'b without variation',
    sources: ['Fisher 1924'],
    run: ({ a, b }) => ({ ...fTest(a, b), n: a.values.length + b.values.length }),
  }),
  oneWayAnova: defineMetric({
    name: 'oneWayAnova',
    version: 1,
    description: 'Analysis of variance: whether independent groups have one mean',
    unit: 'p is 1',
    range: [0, 1],
    arguments: { values: sample, groups: { axes: '[n], the group of each value, any number', ranks: [1] } },
    options: NoOptions,
    gives: { f: 'statistic', degrees: 'of freedom', pValue: 'p', groups: 'number of groups' },
    invariances: { gain: ['values'], offset: ['values'], order: [{ values: 0, groups: 0 }] },
    undefinedFor: 'groups without variation',
    sources: ['Fisher 1925'],
    run: ({ values, groups }) => {
      const parts = grouped(values, groups);
      return { ...oneWayAnova(parts), groups: parts.length, n: values.values.length };
    },
  }),
};

/** The values of each group, groups in the order in which they come first. */
function grouped(values: NdArray, groups: NdArray): NdArray[] {
  if (values.values.length !== groups.values.length) {
    throw new DataError(
      `oneWayAnova: groups must name the group of each of ${values.values.length} values, got ${groups.values.length}`,
    );
  }
  return [...new Set(groups.values)].map((group) => {
    const members = values.values.filter((_, at) => groups.values[at] === group);
    return ndArray(members, [members.length]);
  });
}
