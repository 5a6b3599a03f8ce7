import type { Graph } from '../graph/Graph';
import { alexNetGraph } from './alexNetGraph';
import { intermediateGraph, reciprocalGraph, shallowGraph } from './baseGraphs';
import { deepShallowGraph } from './deepShallowGraph';
import { matchedGraph } from './matchedGraph';
import type { ModelScale } from './ModelScale';
import { publishedModels } from './publishedModels';
import { resNetGraph } from './resNetGraph';
import { vggGraph } from './vggGraph';

/** Networks that recurrent ones are compared with, by name. */
export const baselineNames = [
  'base_shallow',
  'base_intermediate',
  'base_reciprocal',
  'wide_shallow',
  'deep_shallow',
  'alexnet',
  'vgg11',
  'vgg13',
  'vgg16',
  'vgg19',
  'resnet18',
  'resnet34',
  'resnet50',
] as const;
export type BaselineName = (typeof baselineNames)[number];

const none = () => null;
const rgcShallow = (scale: ModelScale) => publishedModels.rgc_shallow.graph(scale);

/**
 * Feed-forward networks to compare with. `base_*` are the published recurrent networks without their cells (the
 * shallow one with elu after every convolution, as the reciprocal gated one has it); `wide_shallow` and
 * `deep_shallow` have as many parameters as `rgc_shallow` at the same scale, the one by more channels, the other by
 * convolutions in the place of cells. The others are torchvision's.
 */
export const baselineModels: { readonly [name in BaselineName]: (scale: ModelScale) => Graph } = {
  base_shallow: (scale) => shallowGraph(scale, { cell: none, rectified: true }),
  base_intermediate: (scale) => intermediateGraph(scale, none),
  base_reciprocal: (scale) => reciprocalGraph(scale, { cell: none, feedback: [] }),
  wide_shallow: (scale) =>
    matchedGraph(rgcShallow(scale), (width) => baselineModels.base_shallow({ ...scale, width })),
  deep_shallow: (scale) => matchedGraph(rgcShallow(scale), (width) => deepShallowGraph({ ...scale, width })),
  alexnet: alexNetGraph,
  vgg11: (scale) => vggGraph(11, scale),
  vgg13: (scale) => vggGraph(13, scale),
  vgg16: (scale) => vggGraph(16, scale),
  vgg19: (scale) => vggGraph(19, scale),
  resnet18: (scale) => resNetGraph(18, scale),
  resnet34: (scale) => resNetGraph(34, scale),
  resnet50: (scale) => resNetGraph(50, scale),
};
