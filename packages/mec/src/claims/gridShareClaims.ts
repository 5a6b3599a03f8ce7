import { defineClaim, ofCondition, type OfCondition } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { Baseline } from '../baselines/Baseline';
import { medianOf } from '../neural/betweenAnimals';
import type { ArenaRecordings } from '../neural/MecDataset';
import { dordek2016, nayebi2021 } from '../sources';
import { animalsOf } from './animalsOf';
import { inputMaps, measureBaseline } from './baselineMeasures';
import { cellShares } from './cellShares';
import { ClaimConfig, claimPresets } from './ClaimConfig';
import { gridScoresOf } from './figures';
import { loadAnimals } from './loadAnimals';
import { measuredScores, overNetworks, type Measured } from './overNetworks';
import type { Condition } from './withNetwork';

const position: Condition = {
  name: 'ugrnn-relu position',
  cell: 'ugrnn',
  activation: 'relu',
  loss: 'position',
};

export const factorisedTooGridLike = defineClaim({
  name: 'mec/factorised-too-grid-like',
  question: 'Are factorised place cells as grid-like as cells are?',
  claim: {
    statement: 'Factorised place cells are too grid-like.',
    protocol:
      'The place code along paths in the arena of training is factorised into non-negative parts from each seed; the parts are mapped in the arena of the recordings. What decides is the share of them with a grid score over 0.3, less that share of the recorded cells.',
    criteria: [
      {
        statistic: 'gridShareOverAnimals',
        meaning: 'share of grid-like parts less that of the cells',
        unit: '1',
        above: 0,
      },
    ],
  },
  sources: [nayebi2021, dordek2016],
  config: ClaimConfig,
  presets: claimPresets,
  async *run({ config, rng, session }) {
    const animals = await loadAnimals(config, rng);
    const cells = sharesOfAnimals(animals);
    const [trained, scored] = [
      await inputMaps(config.base.arena, { config, rng, session }),
      await inputMaps(config.otherArena, { config, rng, session }),
    ];
    const measured: OfCondition<Measured>[] = [];
    for (const seed of config.seeds) {
      session.progress('factorisations', measured.length, config.seeds.length);
      const baseline = Baseline.parse({ kind: 'nmf', seed });
      const own = measureBaseline(baseline, [trained, scored], { config, animals, rng });
      measured.push({ ...own, condition: 'nmf', seed });
      yield* measuredScores(own, { network: 'nmf of place cells', seed }, animals);
    }
    const values = measured.map(({ shares }) => shares.grid - cells.grid);
    yield {
      kind: 'finding',
      finding: meanFinding('gridShareOverAnimals', values, {
        seeds: config.seeds,
        against: animalsOf(animals),
      }),
    };
    yield { kind: 'figure', figure: comparedWithCells('factorised place cells', measured, animals) };
  },
});

export const positionTooLittleGridLike = defineClaim({
  name: 'mec/position-too-little-grid-like',
  question: 'Are networks that say their position as grid-like as cells are?',
  claim: {
    statement: 'Networks trained on position are too little grid-like.',
    protocol:
      'A UGRNN with ReLU learns to say its position from each seed. Its units of layer g are mapped in the arena of the recordings. What decides is the share of the recorded cells with a grid score over 0.3, less that share of its units.',
    criteria: [
      {
        statistic: 'gridShareUnderAnimals',
        meaning: 'share of grid-like cells less that of the units',
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
    const cells = sharesOfAnimals(animals);
    const measured = yield* overNetworks([position], { config, animals, rng, session });
    const values = ofCondition(measured, position).map(({ shares }) => cells.grid - shares.grid);
    yield {
      kind: 'finding',
      finding: meanFinding('gridShareUnderAnimals', values, {
        seeds: config.seeds,
        against: animalsOf(animals),
      }),
    };
    yield { kind: 'figure', figure: comparedWithCells(position.name, measured, animals) };
  },
});

/** The share over the cells of all animals together. */
function sharesOfAnimals({ animals }: ArenaRecordings): { grid: number; gridScores: number[] } {
  const shares = animals.map(({ maps }) => cellShares(maps));
  const n = shares.reduce((sum, own) => sum + own.n, 0);
  return {
    grid: shares.reduce((sum, own) => sum + own.grid * own.n, 0) / n,
    gridScores: shares.flatMap(({ gridScores }) => [...gridScores]),
  };
}

function comparedWithCells(label: string, measured: readonly Measured[], animals: ArenaRecordings) {
  const cells = sharesOfAnimals(animals);
  const share = medianOf(measured.map(({ shares }) => shares.grid));
  const kind = `cells of ${animalsOf(animals)}`;
  return gridScoresOf(
    [
      { label, values: measured.flatMap(({ shares }) => [...shares.gridScores]) },
      { label: kind, values: cells.gridScores },
    ],
    `Share over 0.3: ${share.toFixed(3)} (median over seeds) of ${label}, ${cells.grid.toFixed(3)} of ${kind}.`,
  );
}
