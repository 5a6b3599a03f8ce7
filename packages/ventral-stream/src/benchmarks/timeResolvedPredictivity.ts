import { DataError, ndArray, RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import {
  columnCorrelations,
  createMap,
  meanOfTrials,
  splitHalves,
  type MapFitter,
  type Split,
} from '@goal-driven/metrics';
import { averagedOverBins, predictBins, rowsOf, type Binned } from './_binnedMap';
import { correctedAtBin, type BinCorrelations, type BinFit } from './_correctedAtBin';
import type { NeuralRecording } from './NeuralRecording';
import { splitsOf, type PredictivityConfig } from './PredictivityConfig';
import type { TimeBin } from './TimeBin';

export type TimeResolvedPredictivity = {
  /** By which it was computed. */
  readonly config: PredictivityConfig;
  /** One for each bin of the recording, in order; with `timeAverage` one for all. */
  readonly bins: readonly (BinFit & { readonly bin: TimeBin })[];
};

/**
 * How well the activity of a layer predicts the sites of a recording at each bin of time: a map from units to sites is
 * fitted to the training images, its predictions of the test images are correlated with the response averaged over
 * trials, and the correlation is set against what the noise of the trials allows. With the `shared` map the dynamics
 * must come from the model and not from the fit; a model constant in time then predicts a constant course.
 *
 * @param features [images, bins, units], at the bins of the recording (`alignToBins`)
 * @throws ShapeError for other images or bins; DataError for a site and image without a single recorded trial; what the
 *   map and the splits throw
 * @source Nayebi et al. 2018, 2022; Brain-Score (`spantime_pls`); brainmodel_utils for `fittedHalves`
 * @differs maps that could not have as many components as asked take fewer (`clamp`), and a bin where no unit tells
 *   images apart has no value
 */
export function timeResolvedPredictivity(
  features: NdArray,
  recording: NeuralRecording,
  config: PredictivityConfig,
): TimeResolvedPredictivity {
  const problem = stated(features, recording, config);
  const full = { table: meanOfTrials(problem.responses), bins: problem.bins.length };
  requireRecorded(full.table, recording.name);
  const halves = config.noise === 'fittedHalves' ? halvesOf(problem, config) : [];
  const bySplit = problem.splits.map((split) => correlationsOf(split, { full, halves }, problem));
  return {
    config,
    bins: problem.bins.map((bin, index) => {
      const correlations = bySplit.map((bins) => bins[index]!);
      return { bin, ...correctedAtBin(correlations, trialsAt(problem, index), config) };
    }),
  };
}

type Problem = {
  readonly source: Binned;
  /** [trials, images x bins, sites] */
  readonly responses: NdArray;
  readonly bins: readonly TimeBin[];
  readonly splits: readonly Split[];
  readonly map: MapFitter;
  readonly shared: boolean;
};

function stated(features: NdArray, recording: NeuralRecording, config: PredictivityConfig): Problem {
  const [trials, images, bins, sites] = recording.responses.shape as readonly [
    number,
    number,
    number,
    number,
  ];
  if (features.shape.length !== 3 || features.shape[0] !== images || features.shape[1] !== bins) {
    throw new ShapeError(
      `timeResolvedPredictivity: features must be [${images} images, ${bins} bins, units], got [${features.shape}]`,
    );
  }
  const source = { table: ndArray(features.values, [images * bins, features.shape[2]!]), bins };
  const responses = ndArray(recording.responses.values, [trials, images * bins, sites]);
  const how = { splits: splitsOf(config.splits, recording), map: createMap(config.map) };
  if (config.mapping !== 'timeAverage') {
    return { source, responses, bins: recording.bins, shared: config.mapping === 'shared', ...how };
  }
  const whole = { start: recording.bins[0]!.start, end: recording.bins.at(-1)!.end };
  const { table } = averagedOverBins({
    table: ndArray(responses.values, [trials * images * bins, sites]),
    bins,
  });
  const averages = ndArray(table.values, [trials, images, sites]);
  return { source: averagedOverBins(source), responses: averages, bins: [whole], shared: true, ...how };
}

/** Correlations of one split: for each bin. */
function correlationsOf(
  split: Split,
  { full, halves }: { readonly full: Binned; readonly halves: readonly (readonly [Binned, Binned])[] },
  { source, map, shared }: Problem,
): BinCorrelations[] {
  const predict = (target: Binned) => predictBins(source, target, { split, map, shared });
  const r = (a: NdArray, b: NdArray) => columnCorrelations(a, b).values;
  const predictions = predict(full);
  const ofHalves = halves.map(([first, second]) => [predict(first), predict(second)] as const);
  return predictions.map((prediction, bin) => ({
    raw: r(prediction, rowsOf(full, split.test, bin)),
    halves: halves.map(([first, second], draw) => ({
      predictions: r(ofHalves[draw]![0][bin]!, ofHalves[draw]![1][bin]!),
      responses: r(rowsOf(first, split.test, bin), rowsOf(second, split.test, bin)),
    })),
  }));
}

function halvesOf({ responses, bins }: Problem, { halves, seed }: PredictivityConfig): [Binned, Binned][] {
  return Array.from({ length: halves }, (_, draw) => {
    const { first, second } = splitHalves(responses, new RandomState(seed + draw));
    for (const half of [first, second])
      requireRecorded(half, 'timeResolvedPredictivity: a half of the trials');
    return [
      { table: first, bins: bins.length },
      { table: second, bins: bins.length },
    ];
  });
}

function requireRecorded({ values }: NdArray, name: string): void {
  const missing = values.findIndex(Number.isNaN);
  if (missing < 0) return;
  throw new DataError(
    `${name}: every image must be recorded at every site and bin at least once, got none at flat index ${missing}`,
  );
}

/** [trials, images, sites] at one bin. */
function trialsAt({ responses: { values, shape }, bins }: Problem, bin: number): NdArray {
  const [trials, rows, sites] = shape as readonly [number, number, number];
  const images = rows / bins.length;
  const taken = new Float64Array(trials * images * sites);
  for (let row = 0; row < trials * images; row++) {
    const from = (row * bins.length + bin) * sites;
    taken.set(values.subarray(from, from + sites), row * sites);
  }
  return ndArray(taken, [trials, images, sites]);
}
