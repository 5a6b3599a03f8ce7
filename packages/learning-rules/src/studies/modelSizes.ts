import type { Rng } from '@goal-driven/core';
import { incrementAutocorrelation } from '../synapses/increments';
import { kestenFit, type KestenFit } from '../synapses/kestenFit';
import { kestenStationary, simulateKesten, type KestenStationary } from '../synapses/kestenProcess';
import { logOrnsteinUhlenbeckFit, simulateLogOrnsteinUhlenbeck } from '../synapses/logOrnsteinUhlenbeck';
import {
  bootstrapChains,
  markovChain,
  occupancy,
  predictedSurvival,
  simulateChain,
  totalVariation,
  type MarkovChain,
} from '../synapses/markovChain';
import { sizeBins, type SizeBins } from '../synapses/sizeBins';
import { sizeAt, type SynapseSizes } from '../synapses/SynapseSizes';
import { turnover } from '../synapses/turnover';
import type { SynapticSizesConfig } from './SynapticSizesConfig';

/** What a model makes of the sizes, over populations simulated from those of the first session. */
export type ModelCourse = {
  readonly model: 'Kesten process' | 'Markov chain' | 'log-space Ornstein-Uhlenbeck';
  /** [sessions], share of the first session's synapses that are there; of the chain, predicted. */
  readonly survival: readonly number[];
  /** [lags from 1], correlation of changes. */
  readonly increments: readonly number[];
};

/** The models fitted to sizes, and what they say beside the data. */
export type ModelledSizes = {
  readonly kesten: KestenFit & { readonly stationary: KestenStationary };
  readonly bins: SizeBins;
  readonly chain: MarkovChain;
  /** Of the states of all sessions and the chain's stationary law: of the data, and of resamples of synapses. */
  readonly variation: number;
  readonly resampledVariations: readonly number[];
  readonly logSpace: ReturnType<typeof logOrnsteinUhlenbeckFit>;
  readonly courses: readonly ModelCourse[];
  /** The data's own. */
  readonly increments: readonly number[];
};

/** The three models fitted to sizes, and populations that follow them. */
export function modelSizes(
  sizes: SynapseSizes,
  { perBin, bins: count, resamples, simulations }: SynapticSizesConfig,
  rng: Rng,
): ModelledSizes {
  const bins = sizeBins(sizes, count);
  const chain = markovChain(sizes, bins);
  const kesten = kestenFit(sizes, { perBin });
  const logSpace = logOrnsteinUhlenbeckFit(sizes);
  const { sessions } = sizes;
  const start = Float64Array.from({ length: sizes.synapses }, (_, synapse) =>
    sizeAt(sizes, synapse, 0),
  ).filter((size) => size > 0);
  const begin = occupancy(sizes, bins, 0);
  const course = (model: ModelCourse['model'], simulate: (rng: Rng) => SynapseSizes): ModelCourse => {
    const populations = Array.from({ length: simulations }, (_, number) =>
      simulate(rng.child(model).child(number)),
    );
    return {
      model,
      survival: averages(populations.map((each) => turnover(each).survival)),
      increments: averages(populations.map(incrementsOf)),
    };
  };
  const options = { start, sessions };
  return {
    kesten: { ...kesten, stationary: kestenStationary(kesten) },
    bins,
    chain,
    variation: totalVariation(occupancy(sizes, bins), chain.stationary),
    resampledVariations: bootstrapChains(sizes, { bins, resamples }, rng.child('resamples')).map(
      ({ stationary }) => totalVariation(occupancy(sizes, bins), stationary),
    ),
    logSpace,
    courses: [
      {
        ...course('Markov chain', (each) =>
          simulateChain(chain, { bins, start: begin, synapses: sizes.synapses, sessions }, each),
        ),
        survival: predictedSurvival(chain, begin, sessions - 1),
      },
      course('Kesten process', (each) => simulateKesten(kesten, options, each)),
      ...(Number.isFinite(logSpace.mean)
        ? [
            course('log-space Ornstein-Uhlenbeck', (each) =>
              simulateLogOrnsteinUhlenbeck(logSpace, options, each),
            ),
          ]
        : []),
    ],
    increments: incrementsOf(sizes),
  };
}

const incrementsOf = (sizes: SynapseSizes): number[] =>
  Array.from({ length: sizes.sessions - 2 }, (_, lag) => incrementAutocorrelation(sizes, lag + 1));

const averages = (rows: readonly (readonly number[])[]): number[] =>
  rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
