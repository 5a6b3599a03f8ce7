import { defineClaim, differences, ofCondition } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { nayebi2021, sorscher2019 } from '../sources';
import { ClaimConfig, claimPresets } from './ClaimConfig';
import { gridScoresOf } from './figures';
import { loadAnimals } from './loadAnimals';
import { overNetworks } from './overNetworks';
import type { Condition } from './withNetwork';

const trained: Condition = { name: 'ugrnn-relu', cell: 'ugrnn', activation: 'relu', loss: 'placeCells' };
const untrained: Condition = { ...trained, name: 'ugrnn-relu untrained', untrained: true };

export const gridAndHeterogeneous = defineClaim({
  name: 'mec/grid-and-heterogeneous',
  question:
    'Do grid-like and heterogeneous units arise together when a network learns to integrate its path?',
  claim: {
    statement: 'Grid-like and heterogeneous units arise together in networks optimised for path integration.',
    protocol:
      'A UGRNN with ReLU learns the place code of its position from each seed. Its units of layer g, and those of the same network before training, are mapped in the arena of the recordings. A unit with a grid score over 0.3 is grid-like; one with neither that nor a border score over 0.5 is heterogeneous; units that never change their rate do not count.',
    criteria: [
      {
        statistic: 'gridShareGained',
        meaning: 'share of grid-like units, trained less untrained',
        unit: '1',
        above: 0,
      },
      {
        statistic: 'heterogeneousShare',
        meaning: 'share of heterogeneous units of trained networks',
        unit: '1',
        above: 0.25,
      },
    ],
  },
  sources: [nayebi2021, sorscher2019],
  config: ClaimConfig,
  presets: claimPresets,
  async *run({ config, rng, session }) {
    const animals = await loadAnimals(config, rng);
    const measured = yield* overNetworks([trained, untrained], { config, animals, rng, session });
    const gained = differences(measured, ({ shares }) => shares.grid, { more: trained, less: untrained });
    yield { kind: 'finding', finding: meanFinding('gridShareGained', gained, config) };
    const rest = ofCondition(measured, trained).map(({ shares }) => shares.heterogeneous);
    yield { kind: 'finding', finding: meanFinding('heterogeneousShare', rest, config) };
    const groups = [trained, untrained].map((condition) => ({
      label: condition.name,
      values: ofCondition(measured, condition).flatMap(({ shares }) => [...shares.gridScores]),
    }));
    yield {
      kind: 'figure',
      figure: gridScoresOf(groups, 'Units of all networks, mapped in the arena of the recordings.'),
    };
  },
});
