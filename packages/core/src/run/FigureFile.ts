import { z } from 'zod';
import type { Figure } from '../Figure';
import { JsonNumber } from './jsonNumbers';

const common = {
  name: z.string(),
  title: z.string(),
  caption: z.string(),
  beside: z.exactOptional(z.string()),
};
const axes = z.object({ x: z.string(), y: z.string() });
const numbers = z.array(JsonNumber);
const image = z.array(numbers);
const point = z.tuple([JsonNumber, JsonNumber]);

/** A figure as its file holds it: `Figure`, with NaN as null. */
export const FigureFile: z.ZodType<Figure> = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('lines'),
    axes,
    log: z.exactOptional(z.boolean()),
    lines: z.array(
      z.object({ label: z.string(), x: numbers, y: numbers, background: z.exactOptional(z.boolean()) }),
    ),
    references: z.exactOptional(z.array(z.object({ label: z.string(), y: JsonNumber }))),
  }),
  z.object({
    ...common,
    kind: z.literal('paths'),
    axes,
    bounds: z.tuple([JsonNumber, JsonNumber, JsonNumber, JsonNumber]),
    panels: z.array(
      z.object({
        label: z.string(),
        paths: z.array(z.object({ label: z.string(), points: z.array(point) })),
      }),
    ),
  }),
  z.object({
    ...common,
    kind: z.literal('maps'),
    maps: z.array(z.object({ label: z.string(), values: image, below: z.exactOptional(image) })),
    range: z.exactOptional(z.tuple([JsonNumber, JsonNumber])),
    unit: z.string(),
  }),
  z.object({
    ...common,
    kind: z.literal('histogram'),
    axes,
    groups: z.array(z.object({ label: z.string(), values: numbers })),
    shares: z.exactOptional(z.boolean()),
    references: z.exactOptional(z.array(z.object({ label: z.string(), x: JsonNumber }))),
  }),
  z.object({
    ...common,
    kind: z.literal('scatter'),
    axes,
    groups: z.array(z.object({ label: z.string(), x: numbers, y: numbers })),
  }),
  z.object({
    ...common,
    kind: z.literal('bars'),
    axes,
    bars: z.array(z.object({ label: z.string(), value: JsonNumber, interval: z.exactOptional(point) })),
  }),
  z.object({
    ...common,
    kind: z.literal('parallel'),
    axes: z.array(
      z.object({
        label: z.string(),
        log: z.exactOptional(z.boolean()),
        categories: z.exactOptional(z.array(z.string())),
      }),
    ),
    lines: z.array(
      z.object({ label: z.string(), values: numbers, highlighted: z.exactOptional(z.boolean()) }),
    ),
  }),
  z.object({
    ...common,
    kind: z.literal('categories'),
    axes,
    categories: z.array(z.string()),
    groups: z.array(z.object({ label: z.string(), values: z.array(numbers) })),
    references: z.exactOptional(z.array(z.object({ label: z.string(), y: JsonNumber }))),
  }),
  z.object({
    ...common,
    kind: z.literal('graph'),
    nodes: z.array(
      z.object({ name: z.string(), lines: z.array(z.string()), cell: z.exactOptional(z.string()) }),
    ),
    edges: z.array(
      z.object({ from: z.string(), to: z.string(), kind: z.enum(['feedforward', 'bypass', 'feedback']) }),
    ),
  }),
]);
