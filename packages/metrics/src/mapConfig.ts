import { z } from 'zod';
import { aroundConstants, exactConstants } from './_exactConstants';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { elasticNet, lasso } from './elasticNet';
import { elasticNetCv } from './elasticNetCv';
import { identityMap } from './identityMap';
import { leastSquares } from './leastSquares';
import type { FittedMap, MapFitter } from './LinearMap';
import type { MapFamily } from './MapFamily';
import { oneToOne, percentileMap } from './percentileMap';
import { perTarget } from './perTarget';
import { composeTransforms, pipeline } from './pipeline';
import { pls } from './pls';
import { ridge, ridgePath } from './ridge';
import { ridgeCv } from './ridgeCv';
import type { FittedTransform } from './Transform';
import { createTransform, TransformConfig } from './transformConfig';

const alpha = z.number().positive();
const preprocessing = z
  .array(TransformConfig)
  .default([])
  .meta({ description: 'Steps that change the source before the map, fitted to the training samples' });
const descent = {
  alpha: alpha.default(1).meta({ description: 'Penalty; the loss is a mean over samples' }),
  tolerance: z.number().positive().default(1e-4).meta({ description: 'Of the duality gap, relative' }),
  maxSweeps: z.int().positive().default(1000).meta({ description: 'Sweeps of coordinate descent' }),
};

const PlsConfig = z
  .strictObject({
    kind: z.literal('pls'),
    components: z.int().positive().default(25).meta({ description: 'Latent components' }),
    scale: z.boolean().default(false).meta({ description: 'Columns are divided by their deviations' }),
    clamp: z
      .boolean()
      .default(false)
      .meta({ description: 'Takes fewer components where samples - 1 or features are fewer' }),
    perTarget: z.boolean().default(false).meta({ description: 'Each target is fitted by itself' }),
    tolerance: z.number().positive().default(1e-6).meta({ description: 'Of the inner iteration' }),
    maxIterations: z.int().positive().default(500).meta({ description: 'Inner iterations' }),
    preprocessing,
  })
  .meta({ title: 'Partial least squares regression', source: 'Wold 1975' });
type PlsConfig = z.output<typeof PlsConfig>;

const RidgeConfig = z
  .strictObject({
    kind: z.literal('ridge'),
    alpha: alpha.default(1).meta({ description: 'Penalty; the loss is a sum over samples' }),
    preprocessing,
  })
  .meta({ title: 'Ridge regression', source: 'Hoerl & Kennard 1970' });

type RidgeConfig = z.output<typeof RidgeConfig>;

/** The penalties that the studies choose from: 1e-9 .. 1e5, and 5 times those of 1e-4 .. 1e4. */
const ALPHAS = [
  ...[1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1],
  ...[0.5, 1, 5, 10, 50, 100, 500, 1e3, 5e3, 1e4, 5e4, 1e5],
];

const RidgeCvConfig = z
  .strictObject({
    kind: z.literal('ridgeCv'),
    alphas: z.array(alpha).min(1).default(ALPHAS).meta({ description: 'Penalties to choose from' }),
    validation: z
      .union([z.enum(['leaveOneOut', 'generalised']), z.int().min(2)])
      .default('leaveOneOut')
      .meta({ description: 'By the shortcut, generalised cross-validation, or so many folds' }),
    perTarget: z.boolean().default(false).meta({ description: 'Each target has a penalty of its own' }),
    preprocessing,
  })
  .meta({
    title: 'Ridge regression, its penalty chosen by the error on training samples left out',
    source: 'Golub, Heath & Wahba 1979',
  });

const ElasticNetCvConfig = z
  .strictObject({
    kind: z.literal('elasticNetCv'),
    l1Ratios: z
      .array(z.number().gt(0).max(1))
      .min(1)
      .default([0.5])
      .meta({ description: 'Shares of the absolute penalty to choose from' }),
    alphaCount: z.int().positive().default(100).meta({ description: 'Penalties of a path' }),
    epsilon: z
      .number()
      .gt(0)
      .lt(1)
      .default(1e-3)
      .meta({ description: 'Last penalty of a path over its first' }),
    validation: z.int().min(2).default(5).meta({ description: 'Folds of the training samples' }),
    tolerance: descent.tolerance,
    maxSweeps: descent.maxSweeps,
    preprocessing,
  })
  .meta({
    title: 'Elastic net, penalties of each target chosen by cross-validation over paths',
    source: 'Friedman, Hastie & Tibshirani 2010',
  });

const LassoConfig = z
  .strictObject({ kind: z.literal('lasso'), ...descent, preprocessing })
  .meta({ title: 'Lasso', source: 'Tibshirani 1996' });

const ElasticNetConfig = z
  .strictObject({
    kind: z.literal('elasticNet'),
    l1Ratio: z.number().min(0).max(1).default(0.5).meta({ description: 'Share of the absolute penalty' }),
    ...descent,
    preprocessing,
  })
  .meta({ title: 'Elastic net', source: 'Zou & Hastie 2005' });

const LeastSquaresConfig = z
  .strictObject({ kind: z.literal('leastSquares'), preprocessing })
  .meta({ title: 'Least squares, minimum norm' });

const OneToOneConfig = z
  .strictObject({ kind: z.literal('oneToOne'), preprocessing })
  .meta({ title: 'The one unit that correlates best with each target' });

const PercentileConfig = z
  .strictObject({
    kind: z.literal('percentile'),
    percentile: z.number().min(0).max(100).meta({ description: 'Units at or above it are used' }),
    alpha: alpha.default(1).meta({ description: 'Penalty of the ridge regression from them' }),
    preprocessing,
  })
  .meta({ title: 'Ridge regression from the units that correlate best with each target' });

const IdentityConfig = z
  .strictObject({ kind: z.literal('identity'), preprocessing })
  .meta({ title: 'No map: column predicts column' });

/** A map from source to target, by its kind. */
export const MapConfig = z.discriminatedUnion('kind', [
  PlsConfig,
  RidgeConfig,
  RidgeCvConfig,
  LassoConfig,
  ElasticNetConfig,
  ElasticNetCvConfig,
  LeastSquaresConfig,
  OneToOneConfig,
  PercentileConfig,
  IdentityConfig,
]);
export type MapConfig = z.output<typeof MapConfig>;

/**
 * The map that a config describes, its preprocessing fitted to the training samples alone. In linear maps a feature
 * that is constant in training weighs nothing, and a constant target is predicted exactly.
 */
export const createMap = (config: MapConfig): MapFitter =>
  pipeline(config.preprocessing.map(createTransform), fitterOf(config));

/** Whether the predictions of a map are linear in its target, so that those of several targets can be made at once. */
export const isLinearInTarget = ({ kind }: MapConfig): boolean => kind === 'ridge' || kind === 'leastSquares';

type Prepared = {
  readonly steps: FittedTransform;
  readonly reached: Matrix;
  /** All ridge regressions of the family from here, by their place among the configs; one decomposition serves them. */
  readonly ridges: () => ReadonlyMap<number, FittedMap>;
};

/** The maps that configs describe; those with the same preprocessing share it, and ridge regressions all but alpha. */
export const createMapFamily = (configs: readonly MapConfig[]): MapFamily => ({
  count: configs.length,
  fit: (source, target) => {
    const prepared = new Map<string, Prepared>();
    return (index) => {
      const config = configs[index]!;
      const key = JSON.stringify(config.preprocessing);
      if (!prepared.has(key)) prepared.set(key, prepare(configs, key, { config, source, target }));
      const { steps, reached, ridges } = prepared.get(key)!;
      const map = config.kind === 'ridge' ? ridges().get(index)! : fitterOf(config)(reached, target);
      return { predict: (samples) => map.predict(steps.transform(samples)) };
    };
  },
});

function prepare(
  configs: readonly MapConfig[],
  key: string,
  { config, source, target }: { config: MapConfig; source: Matrix; target: Matrix },
): Prepared {
  const steps = composeTransforms(config.preprocessing.map(createTransform))(source);
  const reached = steps.transform(source);
  let known: ReadonlyMap<number, FittedMap> | undefined;
  const fitAll = () => {
    const own = [...configs.entries()].filter(
      (entry): entry is [number, RidgeConfig] =>
        entry[1].kind === 'ridge' && JSON.stringify(entry[1].preprocessing) === key,
    );
    const varying = aroundConstants(reached, target);
    const path = ridgePath(varying.source, varying.target, { alphas: own.map(([, { alpha }]) => alpha) });
    return new Map(own.map(([at], place) => [at, varying.complete(path[place]!)]));
  };
  return { steps, reached, ridges: () => (known ??= fitAll()) };
}

function fitterOf(config: MapConfig): MapFitter {
  switch (config.kind) {
    case 'pls':
      return exactConstants(config.perTarget ? perTarget(plsOf(config)) : plsOf(config));
    case 'ridge':
      return exactConstants((source, target) => ridge(source, target, config));
    case 'ridgeCv':
      return exactConstants((source, target) => ridgeCv(source, target, config));
    case 'elasticNetCv':
      return exactConstants((source, target) => elasticNetCv(source, target, config));
    case 'lasso':
      return exactConstants((source, target) => lasso(source, target, config));
    case 'elasticNet':
      return exactConstants((source, target) => elasticNet(source, target, config));
    case 'leastSquares':
      return exactConstants(leastSquares);
    case 'percentile':
      return exactConstants((source, target) => percentileMap(source, target, config));
    case 'oneToOne':
      return oneToOne;
    case 'identity':
      return identityMap;
  }
}

function plsOf({ components, clamp, ...options }: PlsConfig): MapFitter {
  return (source: Matrix, target: Matrix): FittedMap => {
    const most = Math.min(rowsOf(source) - 1, columnsOf(source));
    return pls(source, target, { ...options, components: clamp ? Math.min(components, most) : components });
  };
}
