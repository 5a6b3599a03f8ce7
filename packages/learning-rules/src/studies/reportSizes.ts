import { plainScore, type StudyEvent } from '@goal-driven/core';
import { persistentDrift } from '../synapses/increments';
import { detailedBalance } from '../synapses/markovChain';
import { sizeDistribution } from '../synapses/sizeDistribution';
import { presentSizes, type SynapseSizes } from '../synapses/SynapseSizes';
import { survivalByAge, survivalByQuartile, turnover } from '../synapses/turnover';
import type { ModelledSizes } from './modelSizes';
import { sizesFigures } from './sizesFigures';
import type { SynapticSizesConfig } from './SynapticSizesConfig';

type Labels = { readonly [label: string]: string | number };

const score = (metric: string, value: number, n: number, labels: Labels = {}, unit = '1') =>
  plainScore({ metric, value, n, labels, unit });

/** Sizes and turnover as they are, without a model. */
export function* describeSizes(
  sizes: SynapseSizes,
  { config, neverSeen }: { readonly config: SynapticSizesConfig; readonly neverSeen: number },
): Generator<StudyEvent> {
  const present = presentSizes(sizes);
  const law = sizeDistribution(present);
  yield score('synapses', sizes.synapses, sizes.synapses);
  yield score('synapsesNeverSeen', neverSeen, sizes.synapses + neverSeen);
  yield score('meanSize', law.mean, law.n);
  yield score('coefficientOfVariation', law.coefficientOfVariation, law.n);
  yield score('logSizeMean', law.logNormal.mean, law.n);
  yield score('logSizeStandardDeviation', law.logNormal.standardDeviation, law.n);
  yield score('logSizeSkewness', law.skewness, law.n);
  yield score('logSizeExcessKurtosis', law.excessKurtosis, law.n);
  for (const [name, fit] of [
    ['log-normal', law.logNormal],
    ['normal', law.normal],
  ] as const) {
    yield score('densitySquaredError', fit.squaredError, law.n, { law: name });
    yield score('quantileCorrelation', fit.quantileCorrelation, law.n, { law: name });
  }
  const { survival, dynamicFraction, additions, eliminations, initial } = turnover(sizes);
  const last = sizes.sessions - 1;
  const day = last * config.daysBetween;
  yield score('survival', survival[last]!, initial, { day });
  for (const [at, share] of survivalByQuartile(sizes).entries())
    yield score('survival', share, Math.round(initial / 4), { day, quarterOfSizes: at + 1 });
  const ages = survivalByAge(sizes);
  for (const [which, { survival: shares, n }] of Object.entries(ages))
    yield score('survivalOneStep', shares[0]!, n, { synapses: which });
  const meanFraction = dynamicFraction.reduce((sum, share) => sum + share, 0) / dynamicFraction.length;
  yield score('dynamicFraction', meanFraction, sizes.synapses, { days: config.daysBetween });
  yield score('additions', additions, sizes.synapses);
  yield score('eliminations', eliminations, sizes.synapses);
  const drift = persistentDrift(sizes);
  yield score('persistentDrift', drift.mean[last]!, drift.n, { day });
  yield score('persistentSpread', drift.spread[last]!, drift.n, { day });
  yield {
    kind: 'figure',
    figure: {
      kind: 'histogram',
      name: 'sizes',
      title: 'Sizes of synapses',
      caption:
        'ln(size) of every synapse in every session in which it is there; a log-normal law is a bell here.',
      axes: { x: 'ln(size)', y: 'synapses' },
      groups: [{ label: 'sizes', values: [...present].map(Math.log) }],
    },
  };
}

/** The models, and how near they come to the sizes. */
export function* reportModels(
  modelled: ModelledSizes,
  { sizes, config }: { readonly sizes: SynapseSizes; readonly config: SynapticSizesConfig },
): Generator<StudyEvent> {
  const { kesten, chain, courses } = modelled;
  for (const [moment, line, at] of [
    ['a', kesten.meanLine, 'slope'],
    ['c', kesten.meanLine, 'intercept'],
    ['b', kesten.varianceLine, 'slope'],
    ['d', kesten.varianceLine, 'intercept'],
  ] as const) {
    yield score('kestenMoment', line[at], kesten.pairs, { moment });
    yield score('kestenMomentError', line[`${at}Error`], kesten.pairs, { moment });
  }
  yield score('rSquared', kesten.meanLine.rSquared, kesten.bins.length, { line: 'mean change' });
  yield score('rSquared', kesten.varianceLine.rSquared, kesten.bins.length, { line: 'variance of change' });
  const { mean, standardDeviation, relaxation, tailExponent } = kesten.stationary;
  yield score('kestenMeanSize', mean, kesten.pairs);
  yield score('kestenStandardDeviation', standardDeviation, kesten.pairs);
  yield score('kestenRelaxation', relaxation * config.daysBetween, kesten.pairs, {}, 'days');
  yield score('kestenTailExponent', tailExponent, kesten.pairs);
  yield score('logSpaceKept', modelled.logSpace.kept, modelled.logSpace.n);
  yield score('logSpaceNoise', modelled.logSpace.noise, modelled.logSpace.n);
  yield score('chainStationaryVariation', modelled.variation, sizes.synapses);
  for (const [resample, value] of modelled.resampledVariations.entries())
    yield score('chainStationaryVariation', value, sizes.synapses, { resample });
  yield score('chainSecondEigenvalue', chain.secondEigenvalue, chain.states);
  yield score('chainDetailedBalance', detailedBalance(chain), chain.states);
  yield score('chainGain', 1 - chain.transitions[0]!, sizes.synapses);
  yield score('incrementAutocorrelation', modelled.increments[0]!, sizes.synapses, { of: 'data', lag: 1 });
  for (const { model, increments, survival } of courses) {
    const day = (sizes.sessions - 1) * config.daysBetween;
    yield score('incrementAutocorrelation', increments[0]!, config.simulations, { of: model, lag: 1 });
    yield score('survival', survival.at(-1)!, config.simulations, { day, of: model });
  }
  yield* sizesFigures(modelled, sizes, config.daysBetween);
}
