import type { FeedForwardInput, OperationInput } from '@goal-driven/core';

/** What a network is made for. */
export type Made = {
  /** Shape of an example, [height, width, channels]. */
  readonly image: readonly [number, number, number];
  readonly classes: number;
};

export type Nodes = FeedForwardInput['nodes'];

export const RELU: OperationInput = { op: 'activation', activation: 'relu' };

/** Square windows and steps. */
export const square = (size: number): [number, number] => [size, size];

/**
 * A network that is shown images as vectors, rows one after another, which is how streams of this package hold examples;
 * its first node, `image`, gives them back their shape.
 */
export const imageNetwork = (name: string, image: Made['image'], nodes: Nodes): FeedForwardInput => ({
  name,
  input: [image[0] * image[1] * image[2]],
  nodes: [{ name: 'image', from: ['input'], operations: [{ op: 'reshape', shape: [...image] }] }, ...nodes],
});

/** Nodes in a row, each from the one before; the first from `from`. */
export const inTurn = (from: string, nodes: readonly Omit<Nodes[number], 'from'>[]): Nodes =>
  nodes.map((node, index) => ({ ...node, from: [index === 0 ? from : nodes[index - 1]!.name] }));
