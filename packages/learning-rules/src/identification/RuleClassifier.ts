import { ConfigError } from '@goal-driven/core';
import {
  linearSvm,
  pipedClassifier,
  randomForest,
  type ClassifierFitter,
  type RandomForest,
} from '@goal-driven/metrics';
import { z } from 'zod';
import { convMlp } from './convMlp';
import { INDICATORS } from './ruleFeatures';
import { principal, standardised } from './ruleTransforms';

const some = <Item extends z.ZodType>(
  item: Item,
  values: z.output<Item>[],
  description: string,
  unit = '1',
) =>
  z
    .array(item)
    .min(1)
    .default(values as never)
    .meta({ description, unit });
const positive = z.number().positive();
const whole = z.int().positive();
const standardise = z.boolean().meta({ description: 'Whether features are standardised in training first' });

/** A kind of classifier, and the settings among which inner cross-validation chooses; defaults are published. */
export const RuleClassifier = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('randomForest'),
      maxFeatures: some(z.enum(['sqrt', 'log2', 'all']), ['sqrt', 'log2', 'all'], 'Features drawn per split'),
      trees: some(whole, [20, 50, 100, 500, 1000], 'Trees'),
      standardise: standardise.default(false),
    }),
    z.strictObject({
      kind: z.literal('linearSvm'),
      costs: some(positive, [1, 50, 500, 5e3, 5e4, 5e5, 5e6], 'Weight of the loss against the penalty'),
      components: some(
        whole.nullable(),
        [null, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 600],
        'Principal components; null: all features. Those that there cannot be are passed over',
      ),
      standardise: standardise.default(true),
    }),
    z.strictObject({
      kind: z.literal('convMlp'),
      kernels: some(whole, [1, 2, 6, 11, 21], 'Times that a filter sees', 'checkpoints'),
      strides: some(whole, [1, 2, 4], 'Step of the filters', 'checkpoints'),
      filters: some(whole, [20, 40], 'Filters'),
      pools: some(z.enum(['none', 'max', 'mean']), ['none', 'max', 'mean'], 'What becomes of the times'),
      l2: some(z.number().min(0), [0, 1e-4], 'Factor of the sum of squares'),
      learningRates: some(positive, [1e-3, 1e-4], 'Of Adam'),
      batchSizes: some(whole, [512, 1024], 'Samples of an update'),
      epochs: whole.default(400).meta({ description: 'Passes over the samples' }),
      standardise: standardise.default(true),
    }),
  ])
  .meta({ title: 'Classifier of rules', source: 'Nayebi et al. 2020, arXiv:2010.11765' });
export type RuleClassifier = z.output<typeof RuleClassifier>;

/** One setting of a classifier, by a name that says it. */
export type Candidate = { readonly name: string; readonly fit: ClassifierFitter };

type Samples = {
  /** Samples of the smallest training part. */
  readonly samples: number;
  /** 3 + O T. */
  readonly width: number;
  /** T. */
  readonly times: number;
};

/**
 * All settings of a classifier that are possible for samples of a kind, in the order of the grid.
 *
 * @throws ConfigError where none is
 */
export function candidatesOf(config: RuleClassifier, { samples, width, times }: Samples): Candidate[] {
  const first = config.standardise ? [standardised] : [];
  const found = settingsOf(config, { samples, width, times }).map(({ name, fit, steps }) => ({
    name,
    fit: first.length + steps.length === 0 ? fit : pipedClassifier([...first, ...steps], fit),
  }));
  if (found.length === 0)
    throw new ConfigError(
      `candidatesOf: a setting of ${config.kind} must be possible for ${samples} samples of ${width} features, got none`,
    );
  return found;
}

type Setting = Candidate & { readonly steps: ReturnType<typeof principal>[] };

function settingsOf(config: RuleClassifier, { samples, width, times }: Samples): Setting[] {
  switch (config.kind) {
    case 'randomForest':
      return config.maxFeatures.flatMap((maxFeatures) =>
        config.trees.map((trees) => ({
          name: `${trees} trees, ${maxFeatures}`,
          fit: (...args: Parameters<ClassifierFitter>) => randomForest(...args, { trees, maxFeatures }),
          steps: [],
        })),
      );
    case 'linearSvm':
      return config.components
        .filter((most) => most === null || most <= Math.min(samples, width - INDICATORS))
        .flatMap((most) =>
          config.costs.map((cost) => ({
            name: `cost ${cost}${most === null ? '' : `, ${most} components`}`,
            fit: (...args: Parameters<ClassifierFitter>) => linearSvm(...args, { cost }),
            steps: most === null ? [] : [principal(most)],
          })),
        );
    case 'convMlp':
      return config.kernels
        .filter((kernel) => kernel <= times)
        .flatMap((kernel) =>
          product([
            config.strides,
            config.filters,
            config.pools,
            config.l2,
            config.learningRates,
            config.batchSizes,
          ] as const).map(([stride, filters, pool, l2, learningRate, batchSize]) => ({
            name: `kernel ${kernel}/${stride}, ${filters} filters, pool ${pool}, l2 ${l2}, rate ${learningRate}, batch ${batchSize}`,
            fit: convMlp({
              times,
              kernel,
              stride,
              filters,
              pool,
              l2,
              learningRate,
              batchSize,
              epochs: config.epochs,
            }),
            steps: [],
          })),
        );
  }
}

type Products<Lists extends readonly (readonly unknown[])[]> = { [At in keyof Lists]: Lists[At][number] };

/** Every choice of one of each, the last fastest. */
function product<const Lists extends readonly (readonly unknown[])[]>(lists: Lists): Products<Lists>[] {
  return lists.reduce<unknown[][]>(
    (all, list) => all.flatMap((some) => list.map((one) => [...some, one])),
    [[]],
  ) as Products<Lists>[]; // built in the order of the lists
}

/** The importances of a classifier's features, where it has them. */
export const importancesOf = (classifier: object): Float64Array | undefined =>
  'importances' in classifier ? (classifier as RandomForest).importances : undefined;
