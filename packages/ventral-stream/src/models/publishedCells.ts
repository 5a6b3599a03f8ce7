import { rgcMedian } from '../cells/reciprocalGatedConfigs';
import type { ConvCellInput } from '../cells/takesFeedback';
import type { CellOf } from './baseGraphs';
import { channelsAt, type ModelScale } from './ModelScale';

/** The same cell in every layer. */
export const everywhere =
  (config: ConvCellInput): CellOf =>
  () =>
    config;

/** Channels of the cells of `simplernn_shallow` and `lstm_shallow`: conv3, conv4, conv5. */
const NARROW = [128, 256, 256];

/** Those of a layer, where they differ from those of its convolution. */
function narrow(scale: ModelScale, layer: number, channels: number): { channels?: number } {
  const own = channelsAt(scale, NARROW[layer - 3]!);
  return own === channels ? {} : { channels: own };
}

/** The cells of `simplernn_shallow`. */
export const normedRnn =
  (scale: ModelScale): CellOf =>
  (layer, channels) => ({ kind: 'simpleRnn', ...narrow(scale, layer, channels), layerNorm: true });

const scaled = (scale: number) => ({ kind: 'varianceScaling', scale }) as const;

/** Each layer's cell of `lstm_shallow` was tuned by itself; the settings stand in a side file of the release. */
const TUNED = [
  {
    kernelSize: 2,
    forgetBias: 1.3561755203084322,
    biasStart: 1.6427688907776656,
    kernelInitializer: scaled(0.7008842622125534),
    l2: 5.434329000564743e-6,
  },
  {
    kernelSize: 3,
    peepholes: true,
    forgetBias: 0.977962918535079,
    biasStart: -1.166018906771675,
    kernelInitializer: scaled(1.8314561102978617),
    l2: 7.612613874483112e-6,
  },
  {
    kernelSize: 4,
    forgetBias: 0.9249280259963113,
    biasStart: -1.3495015766804237,
    kernelInitializer: scaled(0.8937636886958731),
    l2: 3.038054940623377e-6,
  },
];

/** The cells of `lstm_shallow`. */
export const tunedLstm =
  (scale: ModelScale): CellOf =>
  (layer, channels) => ({
    kind: 'lstm',
    ...narrow(scale, layer, channels),
    layerNorm: true,
    ...TUNED[layer - 3],
  });

/** The cells of `rgc_intermediate`. */
export const medianCell = (scale: ModelScale): CellOf =>
  everywhere({ ...rgcMedian, cellChannels: channelsAt(scale, rgcMedian.cellChannels!) }); // it has one
