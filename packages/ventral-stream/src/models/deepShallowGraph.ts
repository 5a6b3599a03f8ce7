import type { Graph, GraphInput } from '../graph/Graph';
import { chainOf, READOUT } from './baseGraphs';
import { channelsAt, type ModelScale } from './ModelScale';
import { baseConv, POOL, shallowReadout } from './nodeParts';

const WIDTHS = [64, 128, 256, 256, 512];
const MORE = ['b', 'c'] as const;

/**
 * The shallow base network with depth in the place of recurrence: behind conv3, conv4 and conv5, before their pools,
 * stand two more convolutions of as many channels, each a layer that costs a step.
 */
export function deepShallowGraph(scale: ModelScale): Graph {
  const nodes = WIDTHS.flatMap((width, index): GraphInput['nodes'] => {
    const layer = index + 1;
    const channels = channelsAt(scale, width);
    const first = baseConv(
      channels,
      layer === 1 ? { size: 7, stride: 2, activation: 'elu' } : { activation: 'elu' },
    );
    const name = `conv${layer}`;
    if (layer < 3) return [{ name, before: [first], after: [POOL] }];
    const further = MORE.map((letter) => ({
      name: `${name}${letter}`,
      before: [baseConv(channels, { activation: 'elu' })],
      after: letter === MORE.at(-1) ? [POOL] : [],
    }));
    return [{ name, before: [first] }, ...further];
  });
  return chainOf(scale, [...nodes, { name: READOUT, ...shallowReadout(scale.classes) }]);
}
