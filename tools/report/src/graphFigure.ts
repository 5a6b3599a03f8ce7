import type { GraphFigure } from '@goal-driven/core';
import { graphLayout, type PlacedEdge } from './graphLayout';
import { safe, type Html } from './Html';
import { legend } from './legend';

type Node = GraphFigure['nodes'][number];
type Kind = GraphFigure['edges'][number]['kind'];

/** How arrows look: dashes tell them apart in print without colour. */
const kinds: {
  readonly [kind in Kind]: { readonly label: string; readonly colour: string; readonly dash: string };
} = {
  feedforward: { label: 'feed-forward', colour: 'currentColor', dash: 'none' },
  bypass: { label: 'bypass', colour: 'var(--blue)', dash: '8 3 2 3' },
  feedback: { label: 'feedback', colour: 'var(--vermilion)', dash: '6 3' },
};
const CELL = 'var(--green)';

const [LETTER, LINE, GAP, MARGIN] = [6.4, 15, 18, 4]; // pixels
const [LANE, FIRST_LANE] = [16, 24];
const HEAD = 7;
const SHRUNK = 0.75;
/** Letters of a line, beyond which the words of a kind of cell go to the next. */
const LONG = 10;

/**
 * Layers from left to right with what is to be known of them, those with a recurrent cell marked and its kind written;
 * arrows between neighbours, bypass arcs above, feedback arcs below. It shrinks to three quarters of its size where the
 * page is narrower, then one scrolls.
 */
export function graphFigure(figure: GraphFigure, description: string): Html {
  const placed = graphLayout(figure);
  const size = sizes(figure, placed);
  const total = {
    width: 2 * MARGIN + figure.nodes.length * (size.width + GAP) - GAP,
    height: size.bottom + size.below,
  };
  const drawn = Object.keys(kinds) as Kind[];
  const entries = drawn
    .filter((kind) => figure.edges.some((edge) => edge.kind === kind))
    .map((kind) => ({ ...kinds[kind], mark: 'line' as const }));
  const cells = figure.nodes.some(({ cell }) => cell !== undefined)
    ? [{ label: 'with a recurrent cell', colour: CELL, mark: 'area' as const }]
    : [];
  return safe`${legend([...entries, ...cells])}
    <div class="scroll" tabindex="0">
      <svg class="graph" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${description} ${inWords(figure)}"
        width="${round(total.width)}" height="${total.height}" viewBox="0 0 ${round(total.width)} ${total.height}"
        style="min-width:${round(SHRUNK * total.width)}px">
        ${placed.map((edge) => arrow(edge, figure, size))}
        ${figure.nodes.map((node, index) => box(node, index, size))}
      </svg>
    </div>`;
}

/** What the picture shows, for those who do not see it. */
function inWords({ nodes, edges }: GraphFigure): string {
  const layers = nodes.map(({ name, lines, cell }) =>
    [name, ...lines, ...(cell === undefined ? [] : [`cell ${cell}`])].join(' '),
  );
  const arrows = (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const own = edges.filter((edge) => edge.kind === kind).map(({ from, to }) => `${from} to ${to}`);
    return own.length === 0 ? [] : [`${kinds[kind].label}: ${own.join(', ')}.`];
  });
  return [`Layers: ${layers.join(', ')}.`, ...arrows].join(' ');
}

type Sizes = {
  /** Of a layer. */
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Room below the layers. */
  readonly below: number;
};

function sizes({ nodes }: GraphFigure, placed: readonly PlacedEdge[]): Sizes {
  const texts = nodes.map(textOf);
  const longest = Math.max(0, ...texts.flat().map((text) => text.length));
  const room = (side: PlacedEdge['side']) =>
    Math.max(
      MARGIN,
      ...placed.filter((edge) => edge.side === side).map(({ lane }) => heightOf(lane) + MARGIN),
    );
  const top = room('above');
  const tallest = Math.max(1, ...texts.map((lines) => lines.length));
  return {
    width: LETTER * Math.max(6, longest) + 14,
    top,
    bottom: top + LINE * tallest + 12,
    below: room('below'),
  };
}

const heightOf = (lane: number): number => FIRST_LANE + LANE * lane;

const textOf = ({ name, lines, cell }: Node): string[] => [
  name,
  ...lines,
  ...(cell === undefined ? [] : wrapped(cell)),
];

/** Words in lines of at most `LONG` letters, where they are not longer themselves. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LONG) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const leftOf = (index: number, { width }: Sizes): number => MARGIN + index * (width + GAP);

function box(node: Node, index: number, size: Sizes): Html {
  const { width, top, bottom } = size;
  const [x, isCell] = [leftOf(index, size), node.cell !== undefined];
  const colour = isCell ? CELL : 'currentColor';
  const words = textOf(node);
  const named = 1 + node.lines.length;
  // In the middle of the height; letters stand on their line.
  const first = (top + bottom) / 2 - (LINE * (words.length - 1)) / 2 + 4;
  const lines = words.map(
    (text, at) => safe`<text
      x="${round(x + width / 2)}"
      y="${round(first + LINE * at)}"
      text-anchor="middle"
      fill="currentColor"
      font-weight="${at === 0 ? 600 : 400}"
      font-style="${at < named ? 'normal' : 'italic'}"
    >${text}</text>`,
  );
  return safe`<rect x="${round(x)}" y="${top}" width="${round(width)}" height="${bottom - top}" rx="4"
      fill="${isCell ? CELL : 'none'}" fill-opacity="0.12" stroke="${colour}" stroke-width="${isCell ? 2 : 1}" />
    ${lines}`;
}

function arrow({ edge, side, lane, leaves, enters }: PlacedEdge, { nodes }: GraphFigure, size: Sizes): Html {
  const { colour, dash } = kinds[edge.kind];
  const { width, top, bottom } = size;
  const at = (name: string) =>
    leftOf(
      nodes.findIndex((node) => node.name === name),
      size,
    );
  const [from, to] = [at(edge.from), at(edge.to)];
  if (side === 'between') {
    const y = (top + bottom) / 2;
    return stroke(
      { colour, dash },
      `M${round(from + width)},${y}H${round(to - HEAD)}`,
      `M${round(to)},${y}l${-HEAD},-4v8Z`,
    );
  }
  const [edgeOfBox, out] = side === 'above' ? [top, -1] : [bottom, 1];
  const [start, end] = [round(from + width * leaves), round(to + width * enters)];
  // A cubic reaches three quarters of the way to its controls.
  const reach = edgeOfBox + (out * heightOf(lane) * 4) / 3;
  const base = edgeOfBox + out * HEAD;
  return stroke(
    { colour, dash },
    `M${start},${edgeOfBox}C${start},${round(reach)} ${end},${round(reach)} ${end},${base}`,
    `M${end},${edgeOfBox}l-4,${out * HEAD}h8Z`,
  );
}

const stroke = (
  { colour, dash }: { readonly colour: string; readonly dash: string },
  line: string,
  head: string,
): Html =>
  safe`<path class="edge" d="${line}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="${dash}" />
    <path d="${head}" fill="${colour}" />`;

const round = (pixels: number): number => Math.round(10 * pixels) / 10;
