import type { Figure, GraphFigure } from '@goal-driven/core';
import type { ConvRnn } from './convRnn';
import { IMAGE } from '../graph/Graph';
import type { Join } from '../graph/Join';

type Words = Partial<Pick<Figure, 'name' | 'title' | 'caption'>>;

/**
 * A network as a picture: the image and the layers from left to right, with the size of what each gives to the others,
 * `28x28x128` (height, width, channels) or the number of classes, how its inputs meet where that is not the usual way,
 * `joined transposed 3x3, add`, and the kind of its cell; and all arrows.
 */
export function graphFigure(network: ConvRnn, words: Words = {}): Extract<Figure, { kind: 'graph' }> {
  const { graph, nodes } = network.compiled;
  const layers = nodes.map(({ name, node, shapes }): GraphFigure['nodes'][number] => ({
    name,
    lines: [shapes.output.join('x'), ...joinLine(node.join)],
    ...(node.cell !== null && { cell: inWords(node.cell.kind) }),
  }));
  return {
    name: 'graph',
    title: network.name,
    caption:
      `Layers of the network with the size of their outputs; ${network.depth} timesteps of 10 ms from the image to the ` +
      'readout, one for each arrow.',
    ...words,
    kind: 'graph',
    nodes: [{ name: IMAGE, lines: [graph.input.join('x')] }, ...layers],
    edges: graph.edges.map(({ from, to, kind }) => ({ from, to, kind })),
  };
}

/** How inputs meet, if not resized and one behind the other. */
function joinLine({ size, channels }: Join): string[] {
  if (size === 'resize' && channels === 'concat') return [];
  return [`joined ${sizeInWords(size)}, ${channels}`];
}

function sizeInWords(size: Join['size']): string {
  if (typeof size === 'string') return inWords(size);
  return size.kind === 'transposed' ? `transposed ${size.kernelSize.join('x')}` : `factored ${size.units}`;
}

/** `reciprocalGated` as `reciprocal gated`. */
const inWords = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
