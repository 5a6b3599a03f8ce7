import type { GraphFigure } from '@goal-driven/core';

type Edge = GraphFigure['edges'][number];
type Side = 'between' | 'above' | 'below';

/** An arrow at its place: between neighbours, or an arc on a side of the layers. */
export type PlacedEdge = {
  readonly edge: Edge;
  readonly side: Side;
  /** Of an arc: from the layers outwards, 0, 1, ... */
  readonly lane: number;
  /** Where it leaves and enters, as shares of the width of a layer, 0 .. 1. */
  readonly leaves: number;
  readonly enters: number;
};

/**
 * Where arrows run: from a layer to the next one between them; feedback below; all else above. Arcs on a side lie
 * in lanes, so that an arc within another is nearer to the layers, and those of one layer leave it beside each other.
 *
 * Arrows to or from no layer of the figure have no place.
 */
export function graphLayout({ nodes, edges }: GraphFigure): PlacedEdge[] {
  const order = new Map(nodes.map(({ name }, index) => [name, index]));
  const known = edges.filter(({ from, to }) => order.has(from) && order.has(to));
  const spans = known.map((edge): Span => {
    const [from, to] = [order.get(edge.from)!, order.get(edge.to)!];
    const side =
      edge.kind === 'feedback'
        ? 'below'
        : edge.kind === 'feedforward' && to - from === 1
          ? 'between'
          : 'above';
    return { edge, side, from, to, left: Math.min(from, to), right: Math.max(from, to) };
  });
  const lanes = new Map((['above', 'below'] as const).flatMap((side) => lanesOf(spans, side)));
  return spans.map((span) => ({
    edge: span.edge,
    side: span.side,
    lane: lanes.get(span) ?? 0,
    leaves: portOf(spans, span, 'from'),
    enters: portOf(spans, span, 'to'),
  }));
}

type Span = {
  readonly edge: Edge;
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
};

/** Short arcs first, each in the nearest lane that is free there and beyond all arcs within it. */
function lanesOf(spans: readonly Span[], side: Side): [Span, number][] {
  const placed: [Span, number][] = [];
  const bySpan = spans
    .filter((span) => span.side === side)
    .sort((a, b) => a.right - a.left - (b.right - b.left) || a.left - b.left);
  for (const span of bySpan) {
    const within = placed.filter(([other]) => span.left <= other.left && other.right <= span.right);
    const taken = placed.filter(([other]) => other.left < span.right && span.left < other.right);
    let lane = Math.max(-1, ...within.map(([, own]) => own)) + 1;
    while (taken.some(([, own]) => own === lane)) lane++;
    placed.push([span, lane]);
  }
  return placed;
}

/**
 * Where an arc meets a layer, so that none crosses another there: from the left those to the left, the shortest first,
 * then loops, then those to the right, the longest first.
 */
function portOf(spans: readonly Span[], span: Span, end: 'from' | 'to'): number {
  const node = span[end];
  const ends = spans
    .filter(({ side }) => side === span.side)
    .flatMap((other) =>
      (['from', 'to'] as const)
        .filter((which) => other[which] === node)
        .map((which) => ({ other, which, reach: other[which === 'from' ? 'to' : 'from'] - node })),
    )
    .sort((a, b) => rank(a.reach) - rank(b.reach) || b.reach - a.reach || (a.which < b.which ? -1 : 1));
  const at = ends.findIndex(({ other, which }) => other === span && which === end);
  return (at + 1) / (ends.length + 1);
}

const rank = (reach: number): number => Math.sign(reach);
