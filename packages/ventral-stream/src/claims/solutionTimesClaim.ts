import { defineClaim } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import {
  consistencyFigure,
  solutionTimesFigure,
  solutionTimeScores,
  type NamedTimes,
} from '../benchmarks/solutionTimesReport';
import { kar2019, nayebi2022 } from '../sources';
import { feedForward, published } from './conditions';
import { observedImages, observerOf } from './observed';
import { SolutionTimesClaimConfig, solutionTimesPresets } from './TimesClaimConfig';
import { gradedTimesOf, timedCondition, timesOf, type TimedCondition } from './timesOf';
import { createExperiment } from './withNetwork';

/** Which layers IT prefers among the published ones: conv9 and conv10. */
export const recurrent: TimedCondition = { ...published('rgc_intermediate'), layers: ['conv9', 'conv10'] };

/** The layers of its two upper stages; that IT prefers these is our choice, as there are no recordings to ask. */
const deep: TimedCondition = {
  ...feedForward('resnet34'),
  layers: [
    ...[1, 2, 3, 4, 5, 6].map((block) => `layer3_${block}`),
    ...[1, 2, 3].map((block) => `layer4_${block}`),
  ],
};

export const solutionTimesClaim = defineClaim({
  name: 'ventral-stream/solution-times',
  question: 'Which networks take their time for the images that take a brain its time?',
  claim: {
    statement:
      'Object solution times of rgc_intermediate agree better with those of the observer than those of resnet34, a deeper feed-forward network whose layers are spread evenly over time.',
    protocol:
      "rgc_intermediate and resnet34, spread over time layer by layer (nine blocks of its two upper stages), are trained from each seed for equally many updates on the same images in the same order. Test images are shown for 100 ms of 260; at each bin of 10 ms from 70 ms on a linear decoder of conv9 and conv10, or of the layer of that bin, is fitted, and an image is solved when its d' reaches that of the observer. The consistency is the rank correlation of these times with the observer's over images that both solve, mean over splits; what decides is its difference, seed by seed. Without recordings the observer is synthetic: its times rise with rotation, eccentricity, smallness and clutter; then resnet34 is asked with a graded schedule too, in which each bin has the block that best predicts synthetic sites of aIT, which hear conv10 of rgc_intermediate of the same seed. It is reported beside the even one, and decides nothing.",
    criteria: [
      {
        statistic: 'overResNet34',
        meaning: 'consistency of rgc_intermediate less that of resnet34, spread evenly',
        ...{ unit: '1', above: 0 },
      },
    ],
  },
  sources: [nayebi2022, kar2019],
  config: SolutionTimesClaimConfig,
  presets: solutionTimesPresets,
  async *run({ config, rng, session }) {
    const experiment = createExperiment(config, { rng, session });
    const observed = await observedImages(config, experiment.sources.test, rng);
    const all = { ...experiment, config, observed };
    const { behaviour } = observed;
    const gained: number[] = [];
    const drawn: NamedTimes[] = [];
    for (const seed of config.seeds) {
      const own = yield* timedCondition(recurrent, seed, all);
      const sweep = yield* timedCondition(deep, seed, all);
      const [together, uniform] = [await timesOf(own, all), await timesOf(sweep, all)];
      gained.push(together.raw - uniform.raw);
      const asked = [
        { network: recurrent.name, features: 'together', found: together },
        { network: deep.name, features: 'uniform', found: uniform },
      ];
      if (behaviour.synthetic)
        asked.push({ network: deep.name, features: 'graded', found: await gradedTimesOf(sweep, own, all) });
      for (const { network, features, found } of asked) {
        drawn.push({ name: `${network}, ${features}, seed ${seed}`, found });
        for (const score of solutionTimeScores(found, behaviour, { network, features, seed }))
          yield { kind: 'score', score };
      }
    }
    const { seeds } = config;
    const finding = meanFinding('overResNet34', gained, { seeds, against: observerOf(behaviour) });
    yield { kind: 'finding', finding };
    const named = drawn.map(({ name, found: { times } }) => ({ name, times }));
    yield { kind: 'figure', figure: solutionTimesFigure(named, behaviour) };
    yield { kind: 'figure', figure: consistencyFigure(drawn, behaviour) };
  },
});
