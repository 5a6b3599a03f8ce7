import { parameterShapes, sizeOf, type Architecture } from '@goal-driven/core';
import type { CompiledNode } from './compileGraph';
import type { ConvRnn } from './convRnn';

/** Units of a layer or of a network, per image and step. */
export type UnitCounts = {
  /** Elements of the output, after pooling: what other layers see. */
  readonly out: number;
  /** Elements of the last map before the pools. */
  readonly map: number;
  /** Elements of recurrent state. */
  readonly state: number;
};

export type LayerSize = {
  /** Of the node. */
  readonly name: string;
  /** Numbers that are learned: all of them, and those in the cell. */
  readonly parameters: number;
  /** Those in the cell. */
  readonly cellParameters: number;
  /** How many values it has, counted in several ways. */
  readonly units: UnitCounts;
};

export type NetworkSize = {
  /** Numbers that are learned, those of a decoder among them. */
  readonly parameters: number;
  /** Over all layers but the readout. */
  readonly units: UnitCounts;
  /** Nodes from the image to the readout, L: timesteps that it takes. */
  readonly depth: number;
  /** Steps of the presentation, T, of 10 ms each. */
  readonly timesteps: number;
  /** In the order of the feed-forward sweep; the last is the readout. */
  readonly layers: readonly LayerSize[];
};

/**
 * How large a network is, from shapes alone: no parameter is made.
 *
 * Which units the 2022 paper counts is not said: `out` and `map` are both offered.
 */
export function networkSize(network: ConvRnn): NetworkSize {
  // An architecture of any input: nothing is applied.
  const { params, trainable } = parameterShapes(network as unknown as Architecture);
  const paths = Object.entries(params).map(([path, shape]) => [path, sizeOf(shape)] as const);
  const below = (prefix: string) =>
    paths.reduce((sum, [path, count]) => sum + (path.startsWith(prefix) ? count : 0), 0);
  const layers = network.compiled.nodes.map((node) => ({
    name: node.name,
    parameters: below(`${node.name}/`),
    cellParameters: below(`${node.name}/cell/`),
    units: unitsOf(node),
  }));
  const total = (count: keyof UnitCounts) =>
    layers.slice(0, -1).reduce((sum, { units }) => sum + units[count], 0);
  return {
    parameters: trainable,
    units: { out: total('out'), map: total('map'), state: total('state') },
    depth: network.depth,
    timesteps: network.movie.timesteps,
    layers,
  };
}

function unitsOf({ shapes, cell }: CompiledNode): UnitCounts {
  const channels = Object.values(cell?.states ?? {}).reduce((sum, count) => sum + count, 0);
  const [height, width] = cell?.site.size ?? [0, 0];
  return { out: sizeOf(shapes.output), map: sizeOf(shapes.map), state: height * width * channels };
}
