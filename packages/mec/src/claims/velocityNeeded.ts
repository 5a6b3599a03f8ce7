import { defineClaim, ofCondition } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { Baseline } from '../baselines/Baseline';
import { nayebi2021 } from '../sources';
import { animalsOf } from './animalsOf';
import { inputMaps, measureBaseline } from './baselineMeasures';
import { ClaimConfig, claimPresets } from './ClaimConfig';
import { fitsOf } from './figures';
import { loadAnimals } from './loadAnimals';
import { measuredScores, overNetworks } from './overNetworks';
import type { Condition } from './withNetwork';

const network: Condition = { name: 'ugrnn-relu', cell: 'ugrnn', activation: 'relu', loss: 'placeCells' };

export const velocityNeeded = defineClaim({
  name: 'mec/integration-needed',
  question: 'Is integrating velocity needed, or do its input and its output alone explain the cells?',
  claim: {
    statement:
      'Integrating velocity is needed: the velocity input alone and place cells alone predict cells poorly.',
    protocol:
      'A UGRNN with ReLU learns the place code of its position from each seed. A ridge regression from the maps of its layer g, in the arena of the recordings, predicts those of the cells, a fifth of the bins in training; the same from the maps of the velocity input and from those of the place cells. The fit is the median over cells of the correlation on the other bins.',
    criteria: [
      {
        statistic: 'networkOverVelocity',
        meaning: 'fit of the network less that of its velocity input',
        unit: '1',
        above: 0,
      },
      {
        statistic: 'networkOverPlaceCells',
        meaning: 'fit of the network less that of the place cells',
        unit: '1',
        above: 0,
      },
    ],
  },
  sources: [nayebi2021],
  config: ClaimConfig,
  presets: claimPresets,
  async *run({ config, rng, session }) {
    const animals = await loadAnimals(config, rng);
    const maps = await inputMaps(config.otherArena, { config, rng, session });
    const alone: { [statistic: string]: { fit: number; name: string } } = {};
    for (const [statistic, kind, name] of [
      ['networkOverVelocity', 'velocity', 'velocity alone'],
      ['networkOverPlaceCells', 'placeCells', 'place cells alone'],
    ] as const) {
      const measured = measureBaseline(Baseline.parse({ kind }), [maps, maps], { config, animals, rng });
      alone[statistic] = { fit: measured.fit, name };
      yield* measuredScores(measured, { network: name }, animals);
    }
    const measured = yield* overNetworks([network], { config, animals, rng, session });
    const fits = ofCondition(measured, network).map(({ fit }) => fit);
    for (const [statistic, { fit: baseline }] of Object.entries(alone)) {
      const values = fits.map((fit) => fit - baseline);
      yield {
        kind: 'finding',
        finding: meanFinding(statistic, values, { seeds: config.seeds, against: animalsOf(animals) }),
      };
    }
    const caption = `A dot is a network, a rule the mean over seeds; place cells and velocity along the same paths. Against ${animalsOf(animals)}.`;
    const named = Object.fromEntries(Object.values(alone).map(({ fit, name }) => [name, fit]));
    const figure = fitsOf(measured, [network], { caption, alone: named });
    yield { kind: 'figure', figure };
  },
});
