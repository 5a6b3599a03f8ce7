import { defineClaim, plainScore } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import {
  challengeDelay,
  challengeFigure,
  challengeImages,
  challengeScores,
} from '../benchmarks/challengeImages';
import { kar2019 } from '../sources';
import { feedForward } from './conditions';
import { observedImages, observerOf } from './observed';
import { recurrent } from './solutionTimesClaim';
import { TimesClaimConfig, timesPresets } from './TimesClaimConfig';
import { performanceOf, timedCondition, timesOf, type TimedCondition } from './timesOf';
import { createExperiment } from './withNetwork';

/** Five convolutions, as the network that challenge images were first found with. */
const shallow: TimedCondition = { ...feedForward('base_shallow'), layers: ['conv5'] };

const meaning = (whose: string) => `time of challenge images less that of control images, ${whose}`;

export const challengeLater = defineClaim({
  name: 'ventral-stream/challenge-later',
  question: 'Do images that a feed-forward network fails take longer?',
  claim: {
    statement:
      'Images that a feed-forward network fails and the observer does not are solved later than others, by a recurrent network and by the observer.',
    protocol:
      "From each seed base_shallow and rgc_intermediate are trained on the same images in the same order. A linear decoder of the former's conv5, cross-validated over the test images, gives each a d'. An image that the observer tells better by 1.5 or more is a challenge image, one that both tell alike, to within 0.4, is a control image. Object solution times of conv9 and conv10 of rgc_intermediate are as in ventral-stream/solution-times; images never solved are left out. What decides are the delays, seed by seed. Without recordings the observer is synthetic: its performance is the same for all images, and its times rise with rotation, eccentricity, smallness and clutter.",
    criteria: [
      { statistic: 'networkDelay', meaning: meaning('of rgc_intermediate'), unit: 'ms', above: 0 },
      { statistic: 'observerDelay', meaning: meaning('of the observer'), unit: 'ms', above: 0 },
    ],
  },
  sources: [kar2019],
  config: TimesClaimConfig,
  presets: timesPresets,
  async *run({ config, rng, session }) {
    const experiment = createExperiment(config, { rng, session });
    const observed = await observedImages(config, experiment.sources.test, rng);
    const all = { ...experiment, config, observed };
    const { i1, ost } = observed.behaviour;
    const observer = observerOf(observed.behaviour);
    const delays: { readonly [source: string]: number[] } = { network: [], observer: [] };
    for (const seed of config.seeds) {
      const fails = await performanceOf(yield* timedCondition(shallow, seed, all), all);
      const { times } = await timesOf(yield* timedCondition(recurrent, seed, all), all);
      const sets = challengeImages(i1.values, fails);
      const sources = { network: times, observer: ost!.values }; // `timesOf` wants it to have times
      for (const [source, own] of Object.entries(sources)) {
        const delay = challengeDelay(own, sets, i1.values);
        delays[source]!.push(delay.delay);
        for (const score of challengeScores(delay, { source, observer, seed }))
          yield { kind: 'score', score };
      }
      for (const [set, { length: value }] of Object.entries(sets))
        yield plainScore({ metric: 'images', labels: { set, observer, seed }, value, n: i1.values.length });
      const named = Object.entries(sources).map(([name, own]) => ({ name, times: own }));
      const figure = {
        ...challengeFigure(named, sets, observed.behaviour),
        name: `challenge-images-seed-${seed}`,
      };
      yield { kind: 'figure', figure: { ...figure, title: `${figure.title}, seed ${seed}` } };
    }
    const { seeds } = config;
    for (const [source, values] of Object.entries(delays)) {
      const finding = meanFinding(`${source}Delay`, values, { seeds, against: observer });
      yield { kind: 'finding', finding };
    }
  },
});
