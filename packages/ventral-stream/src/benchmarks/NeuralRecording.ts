import { ConfigError, DataError, ndArray, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { isSynthetic, numbersOf, requireCodes } from './_fields';
import { regularBins, requireBins, type TimeBin } from './TimeBin';

/** Areas of the ventral stream, from low to high; their places are their codes in files. */
export const areas = ['V4', 'pIT', 'cIT', 'aIT'] as const;
export type Area = (typeof areas)[number];

/** Responses of sites to images, in bins of time. */
export type NeuralRecording = {
  readonly name: string;
  /** True where no animal was recorded; every output says so. */
  readonly synthetic: boolean;
  /** [trials, images, bins, sites], of any unit; NaN marks a presentation that was not recorded. */
  readonly responses: NdArray;
  readonly bins: readonly TimeBin[];
  /** [sites] */
  readonly areas: readonly Area[];
  /** [images], the object shown: whole numbers from 0. */
  readonly objects: Int32Array;
  /** [images], its category: whole numbers from 0. */
  readonly categories: Int32Array;
};

/**
 * A recording, checked. Responses are taken as they are: normalise them to those of a blank before, where that is
 * wanted.
 *
 * @throws DataError naming the field: other axes, fewer than 2 images, no trials or sites, infinite responses, labels
 *   that do not fit
 */
export function neuralRecording(fields: NeuralRecording): NeuralRecording {
  const { name, responses, bins, objects, categories } = fields;
  const [trials, images, times, sites] = responses.shape;
  if (responses.shape.length !== 4 || !trials || !sites || !(images! >= 2) || times !== bins.length) {
    throw new DataError(
      `${name}: responses must be [trials, images >= 2, ${bins.length} bins, sites], got [${responses.shape}]`,
    );
  }
  requireBins(name, bins);
  const infinite = responses.values.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    throw new DataError(
      `${name}: responses must be finite or NaN, got one infinite at flat index ${infinite}`,
    );
  }
  if (fields.areas.length !== sites) {
    throw new DataError(`${name}: areas must be of each of ${sites} sites, got ${fields.areas.length}`);
  }
  const unknown = fields.areas.find((area) => !areas.includes(area));
  if (unknown) throw new DataError(`${name}: areas must be among ${areas.join(', ')}, got ${unknown}`);
  requireCodes(name, ['objects', objects], images!);
  requireCodes(name, ['categories', categories], images!);
  return fields;
}

/**
 * A recording from the arrays of an NPZ file: `responses` [trials, images, bins, sites]; `bin_starts` [bins], ms after
 * image onset, 10 ms apart; `areas` [sites], 0 V4, 1 pIT, 2 cIT, 3 aIT; `objects` and `categories` [images], whole
 * numbers from 0; and `synthetic`, one number other than 0, where no animal was recorded.
 *
 * @param name what errors call the file
 * @throws DataError for what is absent, of another shape or out of range
 */
export function neuralRecordingOf(
  arrays: Readonly<Record<string, NdArray<TypedArray>>>,
  name: string,
): NeuralRecording {
  const responses = numbersOf(arrays, name, 'responses', 4);
  const starts = numbersOf(arrays, name, 'bin_starts', 1).values;
  const off = starts.findIndex((start, bin) => start !== starts[0]! + 10 * bin);
  if (off >= 0 || starts.length === 0) {
    throw new DataError(`${name}: bin_starts must be 10 ms apart, got ${starts[off]} at ${off}`);
  }
  const codes = numbersOf(arrays, name, 'areas', 1).values;
  const bad = codes.findIndex((code) => areas[code] === undefined);
  if (bad >= 0) {
    throw new DataError(`${name}: areas must be 0 .. ${areas.length - 1}, got ${codes[bad]} at ${bad}`);
  }
  return neuralRecording({
    ...{ name, synthetic: isSynthetic(arrays), responses },
    bins: regularBins({ from: starts[0]!, count: starts.length }),
    areas: Array.from(codes, (code) => areas[code]!),
    objects: codesOf(numbersOf(arrays, name, 'objects', 1), name, 'objects'),
    categories: codesOf(numbersOf(arrays, name, 'categories', 1), name, 'categories'),
  });
}

/** Whole numbers that an Int32Array would otherwise round without a word. */
function codesOf({ values }: NdArray, name: string, field: string): Int32Array {
  const bad = values.findIndex((value) => !Number.isInteger(value) || Math.abs(value) > 0x7fffffff);
  if (bad >= 0) throw new DataError(`${name}: ${field} must be whole numbers, got ${values[bad]} at ${bad}`);
  return Int32Array.from(values);
}

/**
 * The same recording of the sites of some areas.
 *
 * @throws ConfigError where there are none
 */
export function takeAreas(recording: NeuralRecording, chosen: readonly Area[]): NeuralRecording {
  const sites = recording.areas.flatMap((area, site) => (chosen.includes(area) ? [site] : []));
  if (sites.length === 0) {
    throw new ConfigError(`${recording.name}: it must have sites in ${chosen.join(', ')}, got none`);
  }
  const { values, shape } = recording.responses;
  const all = shape[3]!;
  const taken = new Float64Array((values.length / all) * sites.length);
  for (let at = 0, row = 0; at < taken.length; row += all) {
    for (const site of sites) taken[at++] = values[row + site]!;
  }
  return {
    ...recording,
    responses: ndArray(taken, [...shape.slice(0, 3), sites.length]),
    areas: sites.map((site) => recording.areas[site]!),
  };
}

/** The areas that have sites, from low to high. */
export const areasOf = (recording: NeuralRecording): Area[] =>
  areas.filter((area) => recording.areas.includes(area));
