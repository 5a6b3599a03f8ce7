import type { ConvCellInput } from '../cells/takesFeedback';
import { rgcShallow } from '../cells/reciprocalGatedConfigs';
import type { Graph } from '../graph/Graph';
import type { Decoder } from '../network/Decoder';
import type { DefaultMovie } from '../network/Presentation';
import { intermediateGraph, reciprocalGraph, shallowGraph, type CellOf } from './baseGraphs';
import type { ModelScale } from './ModelScale';
import { everywhere, medianCell, normedRnn, tunedLstm } from './publishedCells';

/** A published network: how to make its graph at a scale, and how it was trained and read. */
export type PublishedModel = {
  readonly graph: (scale: ModelScale) => Graph;
  readonly movie: DefaultMovie;
  readonly decoder: Decoder;
  /** ImageNet validation under that presentation and decoder, %, from the README of the published code. */
  readonly topOne: number;
  readonly topFive: number;
};

const SHALLOW: DefaultMovie = { timesteps: 16, imageOff: 12 };
const INTERMEDIATE: DefaultMovie = { timesteps: 17, imageOff: 12 };
const LAST: Decoder = { kind: 'last' };
const THRESHOLD: Decoder = { kind: 'threshold', threshold: 0.9, beta: 1, learned: false };
const MOST_CONFIDENT: Decoder = { kind: 'maxConfidence', beta: 1, learned: true };

type Cell = 'timedecay' | 'simplernn' | 'gru' | 'lstm' | 'intersectionrnn' | 'ugrnn';
type Shallow = `${Cell | 'rgc'}_shallow`;
type Intermediate = `${Cell | 'rgc'}_intermediate`;
/** Names of the release: a cell and a graph, and for some the number of timesteps and the decoder. */
export type PublishedName =
  | Shallow
  | Intermediate
  | 'ugrnn_intermediate_t30'
  | `ugrnn_intermediate_t30_${'dthresh' | 'tmaxconf'}`
  | `rgc_intermediate_${'dthresh' | 'tmaxconf' | 't22_tmaxconf'}`;

const plain: { readonly [name in Cell]: ConvCellInput } = {
  timedecay: { kind: 'timeDecay' },
  simplernn: { kind: 'simpleRnn' },
  gru: { kind: 'gru' },
  lstm: { kind: 'lstm' },
  intersectionrnn: { kind: 'intersectionRnn' },
  ugrnn: { kind: 'ugrnn' },
};

const graphs = {
  shallow: (name: Cell | 'rgc') => (scale: ModelScale) => {
    if (name === 'rgc') return shallowGraph(scale, { cell: everywhere(rgcShallow), rectified: true });
    const own = { simplernn: normedRnn(scale), lstm: tunedLstm(scale) } as {
      readonly [cell in Cell]?: CellOf;
    };
    return shallowGraph(scale, { cell: own[name] ?? everywhere(plain[name]), rectified: false });
  },
  intermediate: (name: Cell | 'rgc') => (scale: ModelScale) =>
    name === 'rgc'
      ? reciprocalGraph(scale, { cell: medianCell(scale) })
      : intermediateGraph(scale, everywhere(plain[name])),
};

const shallow = (name: Cell | 'rgc', topOne: number, topFive: number): PublishedModel => ({
  graph: graphs.shallow(name),
  movie: SHALLOW,
  decoder: LAST,
  topOne,
  topFive,
});

const intermediate = (
  name: Cell | 'rgc',
  [topOne, topFive]: readonly [number, number],
  {
    movie = INTERMEDIATE,
    decoder = LAST,
  }: { readonly movie?: DefaultMovie; readonly decoder?: Decoder } = {},
): PublishedModel => ({ graph: graphs.intermediate(name), movie, decoder, topOne, topFive });

const t22: DefaultMovie = { timesteps: 22, imageOff: null };
const t30: DefaultMovie = { timesteps: 30, imageOff: null };

/** The twenty published convolutional recurrent networks by the names of their release. */
export const publishedModels: { readonly [name in PublishedName]: PublishedModel } = {
  timedecay_shallow: shallow('timedecay', 50.06, 72.97),
  simplernn_shallow: shallow('simplernn', 61.11, 83.15),
  gru_shallow: shallow('gru', 62.16, 84.02),
  lstm_shallow: shallow('lstm', 63.43, 84.89),
  intersectionrnn_shallow: shallow('intersectionrnn', 65.42, 86.02),
  ugrnn_shallow: shallow('ugrnn', 60.82, 83.23),
  rgc_shallow: shallow('rgc', 66.97, 87.02),
  timedecay_intermediate: intermediate('timedecay', [67.52, 87.8]),
  simplernn_intermediate: intermediate('simplernn', [70.47, 89.48]),
  gru_intermediate: intermediate('gru', [69.81, 89.25]),
  lstm_intermediate: intermediate('lstm', [69.57, 89.18]),
  intersectionrnn_intermediate: intermediate('intersectionrnn', [68.98, 88.67]),
  ugrnn_intermediate: intermediate('ugrnn', [69.78, 89.21]),
  ugrnn_intermediate_t30: intermediate('ugrnn', [70.09, 89.29], { movie: t30 }),
  ugrnn_intermediate_t30_dthresh: intermediate('ugrnn', [69.3, 88.97], { movie: t30, decoder: THRESHOLD }),
  ugrnn_intermediate_t30_tmaxconf: intermediate('ugrnn', [70.04, 89.29], {
    movie: t30,
    decoder: MOST_CONFIDENT,
  }),
  rgc_intermediate: intermediate('rgc', [73, 91.16]),
  rgc_intermediate_dthresh: intermediate('rgc', [71.81, 90.16], { decoder: THRESHOLD }),
  rgc_intermediate_tmaxconf: intermediate('rgc', [72.29, 90.52], { decoder: MOST_CONFIDENT }),
  rgc_intermediate_t22_tmaxconf: intermediate('rgc', [72.98, 90.8], { movie: t22, decoder: MOST_CONFIDENT }),
};
