import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { describeArena, type Arena } from './arena';
import { enclosureOf } from './enclosure';

const metres = (description: string) => z.number().meta({ description, unit: 'm' });
const extent = (description: string) => z.number().positive().meta({ description, unit: 'm' });

const CueRectangle = z.strictObject({
  x: metres('Centre along x'),
  y: metres('Centre along y'),
  width: extent('Extent along x'),
  height: extent('Extent along y'),
});
type CueRectangle = z.output<typeof CueRectangle>;

/** Five landmarks of the published cue network. */
const PUBLISHED: CueRectangle[] = [
  { x: 0, y: 0, width: 0.3, height: 0.3 },
  { x: 0.35, y: 0.35, width: 0.2, height: 0.2 },
  { x: -0.3, y: -0.3, width: 0.1, height: 0.1 },
  { x: 0.6, y: 0.5, width: 0.1, height: 0.1 },
  { x: -0.7, y: -0.6, width: 0.06, height: 0.06 },
];

export const RectangleCues = z
  .strictObject({
    kind: z.literal('rectangles'),
    rectangles: z
      .array(CueRectangle)
      .min(1)
      .default(PUBLISHED)
      .meta({ description: 'Landmarks that the animal knows its distance to; disjoint, within the arena' }),
    probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta({ description: 'Share of the episodes of a batch that have cues; the others have zeros' }),
  })
  .meta({ title: 'Distances to rectangular landmarks', source: 'Nayebi et al. 2021, CueUGRNN' });
export type RectangleCues = z.output<typeof RectangleCues>;

/**
 * Distances of a point to the rectangles, m, 0 inside: neither normalised nor saturated.
 *
 * @returns [rectangles], m
 * @source Nayebi et al. 2021, public code
 */
export const rectangleDistances = ({ rectangles }: RectangleCues, x: number, y: number): number[] =>
  rectangles.map((cue) =>
    Math.hypot(
      Math.max(Math.abs(x - cue.x) - cue.width / 2, 0),
      Math.max(Math.abs(y - cue.y) - cue.height / 2, 0),
    ),
  );

/** Half a micrometre: sums of decimal fractions that meet on paper may overlap by their last bit. */
const ROUNDING = 5e-7;

/**
 * Refuses rectangles that leave the arena (touching a wall is allowed) or that touch or overlap each other.
 *
 * @throws ConfigError naming the rectangle
 */
export function requireRectanglesIn(arena: Arena, { rectangles }: RectangleCues): void {
  const { contains } = enclosureOf(arena);
  rectangles.forEach((cue, index) => {
    const corners = [-1, 1].flatMap((a) =>
      [-1, 1].map((b) => [cue.x + (a * cue.width) / 2, cue.y + (b * cue.height) / 2] as const),
    );
    if (!corners.every(([x, y]) => contains(x, y, -ROUNDING))) {
      throw new ConfigError(
        `cues: rectangle ${index} must lie within the arena (${describeArena(arena)}), got ${inWords(cue)}`,
      );
    }
    rectangles.slice(0, index).forEach((other, before) => {
      if (apart(cue, other)) return;
      throw new ConfigError(
        `cues: rectangles must be apart, got ${before} (${inWords(other)}) and ${index} (${inWords(cue)})`,
      );
    });
  });
}

const apart = (a: CueRectangle, b: CueRectangle): boolean =>
  Math.abs(a.x - b.x) > (a.width + b.width) / 2 + ROUNDING ||
  Math.abs(a.y - b.y) > (a.height + b.height) / 2 + ROUNDING;

const inWords = ({ x, y, width, height }: CueRectangle): string => `${width} m x ${height} m at (${x}, ${y})`;
