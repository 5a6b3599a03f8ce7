import { DataError, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { mouseAreas, type MouseArea } from './mouseAreas';

/** What a file of recordings says of itself, as JSON. */
export const MouseHeader = z
  .strictObject({
    format: z.literal('goal-driven/mouse-recordings').default('goal-driven/mouse-recordings'),
    version: z.literal(1).default(1),
    name: z.string().min(1).max(200).meta({ description: 'What figures and errors call them' }),
    kind: z.enum(['neuropixels', 'calcium']).meta({ description: 'How they were recorded' }),
    synthetic: z.boolean().default(false).meta({ description: 'True where no animal was recorded' }),
    unit: z.string().min(1).max(40).meta({ description: 'Of the responses: Hz, dF/F' }),
    binWidth: z.number().positive().meta({ description: 'Of the bins of time', unit: 'ms' }),
    source: z.string().max(2000).optional().meta({ description: 'File they come from, with its hash' }),
  })
  .meta({ title: 'Header of mouse recordings' });
export type MouseHeader = z.output<typeof MouseHeader>;

/** A neuron, or what spike sorting or segmentation takes for one. */
export type MouseUnit = {
  /** Of the unit or cell; unique. */
  readonly id: number;
  /** Of the animal. */
  readonly specimen: number;
  /** Where it lies. */
  readonly area: MouseArea;
  /** Allen's image selectivity to natural scenes, 0 .. 1; NaN where unknown. */
  readonly imageSelectivity: number;
  /** P value of a modulation of its responses by running, 0 .. 1; NaN where unknown. */
  readonly runningP: number;
};

/**
 * Responses of units of one or several areas and animals to repeated images, as in the Allen Brain Observatory: animals
 * of different sessions are side by side, trial by trial in the order of presentation.
 */
export type MouseRecordings = {
  readonly header: MouseHeader;
  /** [trials, images, bins, units] in `header.unit`; NaN where a presentation is missing */
  readonly responses: NdArray<Float32Array | Float64Array>;
  /** [images], ids of the images (Allen's frames, 0 .. 117) */
  readonly images: Int32Array;
  /** [bins], starts of the bins after image onset, ms, ascending */
  readonly times: Float64Array;
  /** [units] */
  readonly units: readonly MouseUnit[];
  /** Split-half reliability after Spearman-Brown over all images, [bins, units] each; absent until computed. */
  readonly reliability?: { readonly mean: NdArray; readonly deviation: NdArray } | undefined;
};

/**
 * Recordings, checked.
 *
 * @throws DataError naming the field: other axes, fewer than 2 trials or images, infinite responses, ids that repeat,
 *   times that do not ascend, a unit of no known area
 */
export function mouseRecordings(recordings: MouseRecordings): MouseRecordings {
  const { header, responses, images, times, units, reliability } = recordings;
  const { name } = header;
  const [trials, frames, bins, count] = responses.shape;
  if (responses.shape.length !== 4 || !(trials! >= 2) || !(frames! >= 2) || !bins || !count) {
    throw new DataError(
      `${name}: responses must be [trials >= 2, images >= 2, bins, units], got [${responses.shape}]`,
    );
  }
  const infinite = responses.values.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    throw new DataError(`${name}: responses must be finite or NaN, got one infinite at index ${infinite}`);
  }
  requireIds(name, 'images', images, frames!);
  requireIds(
    name,
    'units',
    units.map(({ id }) => id),
    count,
  );
  const unordered = times.findIndex(
    (time, bin) => !Number.isFinite(time) || (bin > 0 && time <= times[bin - 1]!),
  );
  if (times.length !== bins || unordered >= 0) {
    throw new DataError(
      `${name}: times must be of ${bins} bins and ascend, got ${times.length}, ${times[unordered]}`,
    );
  }
  units.forEach((unit, index) => requireUnit(name, unit, index));
  for (const table of reliability ? [reliability.mean, reliability.deviation] : []) {
    if (String(table.shape) !== String([bins, count])) {
      throw new DataError(`${name}: reliability must be [${bins}, ${count}], got [${table.shape}]`);
    }
  }
  return recordings;
}

function requireIds(name: string, field: string, ids: ArrayLike<number>, count: number): void {
  const all = Array.from(ids);
  if (all.length !== count || new Set(all).size !== count) {
    throw new DataError(
      `${name}: ${field} must be ${count} of different ids, got ${all.length}, ${new Set(all).size} different`,
    );
  }
}

function requireUnit(name: string, unit: MouseUnit, index: number): void {
  const share = (value: number) => Number.isNaN(value) || (value >= 0 && value <= 1);
  const fits =
    Number.isSafeInteger(unit.id) && Number.isSafeInteger(unit.specimen) && mouseAreas.includes(unit.area);
  if (fits && share(unit.runningP)) return;
  throw new DataError(
    `${name}: units[${index}] must have whole ids, an area among ${mouseAreas.join(', ')} and a P value in 0 .. 1 or NaN, got ${JSON.stringify(unit)}`,
  );
}

/** The areas that have units, in the order of the hierarchy. */
export const areasOf = ({ units }: Pick<MouseRecordings, 'units'>): MouseArea[] =>
  mouseAreas.filter((area) => units.some((unit) => unit.area === area));
