import { rgcShallow } from '../cells/reciprocalGatedConfigs';
import type { ConvCellInput } from '../cells/takesFeedback';
import { reciprocalGraph, shallowGraph } from '../models/baseGraphs';
import { baselineModels, type BaselineName } from '../models/baselineModels';
import { matchedGraph } from '../models/matchedGraph';
import type { ModelScale } from '../models/ModelScale';
import { publishedModels, type PublishedName } from '../models/publishedModels';
import type { Condition } from './withNetwork';

/** A published network as it is. */
export const published = (name: PublishedName): Condition => {
  const { graph, movie } = publishedModels[name];
  return { name, graph, movie };
};

/** A feed-forward network as it is. */
export const feedForward = (name: BaselineName): Condition => ({
  name,
  graph: baselineModels[name],
  movie: null,
});

const { graph: reciprocal, movie: intermediateMovie } = publishedModels.rgc_intermediate;
const shallowMovie = publishedModels.rgc_shallow.movie;
const rgcShallowGraph = (scale: ModelScale) =>
  shallowGraph(scale, { cell: () => rgcShallow, rectified: true });

/**
 * The shallow network with another cell, as wide as it takes to have the parameters of `rgc_shallow` at the same scale.
 * All have an elu before the cell, as the reciprocal gated one: without it a trace would have no nonlinearity at all.
 */
export const shallowLikeRgc = (name: string, cell: ConvCellInput): Condition => ({
  name,
  movie: shallowMovie,
  graph: (scale) =>
    matchedGraph(rgcShallowGraph(scale), (width) =>
      shallowGraph({ ...scale, width }, { cell: () => cell, rectified: true }),
    ),
});

/** Cells of `rgc_intermediate` do not depend on its arrows back: those that there are, without them. */
const withoutFeedback = (scale: ModelScale) => {
  const cells = new Map(reciprocal(scale).nodes.map(({ name, cell }) => [name, cell]));
  return reciprocalGraph(scale, { cell: (layer) => cells.get(`conv${layer}`) ?? null, feedback: [] });
};

/** `rgc_intermediate` without its arrows back. */
export const rgcWithoutFeedback: Condition = {
  name: 'rgc_intermediate without feedback',
  movie: intermediateMovie,
  graph: withoutFeedback,
};

/** The same with more channels, so that it has as many parameters as with feedback. */
export const rgcWiderWithoutFeedback: Condition = {
  name: 'rgc_intermediate wider without feedback',
  movie: intermediateMovie,
  graph: (scale) => matchedGraph(reciprocal(scale), (width) => withoutFeedback({ ...scale, width })),
};
