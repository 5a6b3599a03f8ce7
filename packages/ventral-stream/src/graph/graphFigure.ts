import type { Figure, GraphFigure } from '@goal-driven/core';
import type { ConvRnn } from '../network/convRnn';
import { IMAGE } from './Graph';

type Words = Partial<Pick<Figure, 'name' | 'title' | 'caption'>>;

/**
 * A network as a picture: the image and the layers from left to right, with the size of what each gives to the others,
 * `28x28x128` (height, width, channels) or the number of classes, and the kind of its cell; and all arrows.
 */
export function graphFigure(network: ConvRnn, words: Words = {}): Extract<Figure, { kind: 'graph' }> {
  const { graph, nodes } = network.compiled;
  const layers = nodes.map(({ name, node, shapes }): GraphFigure['nodes'][number] => ({
    name,
    lines: [shapes.output.join('x')],
    ...(node.cell !== null && { cell: inWords(node.cell.kind) }),
  }));
  return {
    name: 'graph',
    title: network.name,
    caption:
      `Layers of the network with the size of their outputs; ${network.depth} steps of 10 ms from the image to the ` +
      'readout, one for each arrow.',
    ...words,
    kind: 'graph',
    nodes: [{ name: IMAGE, lines: [graph.input.join('x')] }, ...layers],
    edges: graph.edges.map(({ from, to, kind }) => ({ from, to, kind })),
  };
}

/** `reciprocalGated` as `reciprocal gated`. */
const inWords = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
