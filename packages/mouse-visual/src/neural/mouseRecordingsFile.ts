import { readNpzFile } from '@goal-driven/core';
import { DataError, ndArray, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { storedAreas } from './mouseAreas';
import { MouseHeader, mouseRecordings, type MouseRecordings, type MouseUnit } from './MouseRecordings';
import { z } from 'zod';

type Arrays = Readonly<Record<string, NdArray<TypedArray>>>;

const MAX_HEADER_BYTES = 65_536;

/**
 * Recordings from the arrays of an NPZ file, the layout into which the published packages (labelled arrays in Python
 * pickles) are converted, once:
 *
 * | array | axes | holds |
 * |---|---|---|
 * | `header` | [bytes], uint8 | `MouseHeader` as JSON in UTF-8 |
 * | `responses` | [trials, frame_id, time, units], or without time | floats or counts, NaN where not presented |
 * | `frame_id` | [frame_id] | ids of the images, without the grey one |
 * | `time` | [time] | starts of the bins, ms after image onset; absent without time |
 * | `unit_id`, `specimen_id` | [units] | integers below 2^53 |
 * | `visual_area` | [units] | 0 VISp, 1 VISl, 2 VISal, 3 VISpm, 4 VISrl, 5 VISam |
 * | `image_selectivity_ns` | [units] | optional, NaN where unknown |
 * | `run_pval_ns` | [units] | optional, NaN where unknown; `p_run_mod_ns` of the calcium package under this name |
 * | `splithalf_r_mean`, `splithalf_r_std` | [time, units], or [units] without time | optional, both or neither |
 *
 * Integers of responses become single precision. The whole Neuropixels package passes the size of a file in memory: keep
 * a file for each area, in half precision, where rates (multiples of 100 Hz) up to 8100 Hz stay exact.
 *
 * @param name what errors call the file
 * @throws DataError for what is absent, of another shape or out of range
 */
export function mouseRecordingsOf(arrays: Arrays, name: string): MouseRecordings {
  const header = headerOf(arrays, name);
  const stored = arrayOf(arrays, name, 'responses');
  const { shape } = stored;
  if (shape.length !== 3 && shape.length !== 4) {
    throw new DataError(
      `${name}: responses must be [trials, frame_id, time, units] or [trials, frame_id, units], got [${shape}]`,
    );
  }
  const timed = shape.length === 4;
  const [bins, count] = [timed ? shape[2]! : 1, shape.at(-1)!];
  const responses = ndArray(floatsOf(stored.values), [shape[0]!, shape[1]!, bins, count]);
  const column = (field: string) => numbersOf(arrays, name, field, [count]);
  const optional = (field: string) =>
    Object.hasOwn(arrays, field) ? column(field) : new Float64Array(count).fill(NaN);
  const [ids, specimens, codes] = [column('unit_id'), column('specimen_id'), column('visual_area')];
  const [selectivity, running] = [optional('image_selectivity_ns'), optional('run_pval_ns')];
  const units = Array.from(ids, (id, at): MouseUnit => {
    const area = storedAreas[codes[at]!];
    if (area === undefined) {
      throw new DataError(
        `${name}: visual_area must be 0 .. ${storedAreas.length - 1}, got ${codes[at]} at ${at}`,
      );
    }
    return { id, specimen: specimens[at]!, area, imageSelectivity: selectivity[at]!, runningP: running[at]! };
  });
  const frames = numbersOf(arrays, name, 'frame_id', [shape[1]!]);
  const odd = frames.findIndex((id) => !Number.isInteger(id) || Math.abs(id) > 0x7fffffff);
  if (odd >= 0) throw new DataError(`${name}: frame_id must be whole numbers, got ${frames[odd]} at ${odd}`);
  return mouseRecordings({
    ...{ header, responses, units },
    images: Int32Array.from(frames),
    times: timed ? numbersOf(arrays, name, 'time', [bins]) : Float64Array.of(0),
    reliability: reliabilityOf(arrays, name, timed ? [bins, count] : [count]),
  });
}

/** The arrays of an NPZ file as `mouseRecordingsOf` takes them, time always among the axes. */
export function mouseArrays({
  header,
  responses,
  images,
  times,
  units,
  reliability,
}: MouseRecordings): Arrays {
  const column = (values: Float64Array) => ndArray(values, [values.length]);
  const of = (value: (unit: MouseUnit) => number) => column(Float64Array.from(units, value));
  const whole = (value: (unit: MouseUnit) => number): NdArray<TypedArray> =>
    ndArray(
      BigInt64Array.from(units, (unit) => BigInt(value(unit))),
      [units.length],
    );
  const text = new TextEncoder().encode(JSON.stringify(header));
  return {
    header: ndArray(text, [text.length]),
    responses,
    frame_id: ndArray(images, [images.length]),
    time: column(times),
    unit_id: whole(({ id }) => id),
    specimen_id: whole(({ specimen }) => specimen),
    visual_area: ndArray(
      Uint8Array.from(units, ({ area }) => storedAreas.indexOf(area)),
      [units.length],
    ),
    image_selectivity_ns: of(({ imageSelectivity }) => imageSelectivity),
    run_pval_ns: of(({ runningP }) => runningP),
    ...(reliability && { splithalf_r_mean: reliability.mean, splithalf_r_std: reliability.deviation }),
  };
}

/**
 * Reads an NPZ file of recordings. Only in Node.
 *
 * @throws EnvironmentError when it cannot be read, DataError when it is not what it must be
 */
export const readMouseRecordings = async (
  path: string,
  { maxBytes = 2 ** 31 - 1 }: { readonly maxBytes?: number } = {},
): Promise<MouseRecordings> => mouseRecordingsOf(await readNpzFile(path, { maxBytes }), path);

function arrayOf(arrays: Arrays, name: string, field: string): NdArray<TypedArray> {
  const array = Object.hasOwn(arrays, field) ? arrays[field] : undefined;
  if (array === undefined) throw new DataError(`${name}: it must hold ${field}, got nothing`);
  return array;
}

function numbersOf(arrays: Arrays, name: string, field: string, shape: readonly number[]): Float64Array {
  const array = arrayOf(arrays, name, field);
  if (String(array.shape) !== String(shape)) {
    throw new DataError(`${name}: ${field} must be [${shape}], got [${array.shape}]`);
  }
  return Float64Array.from(array.values as ArrayLike<number | bigint>, Number);
}

function floatsOf(values: TypedArray): Float32Array | Float64Array {
  if (values instanceof Float32Array || values instanceof Float64Array) return values;
  return Float32Array.from(values as ArrayLike<number | bigint>, Number);
}

function headerOf(arrays: Arrays, name: string): MouseHeader {
  const { values, shape } = arrayOf(arrays, name, 'header');
  if (!(values instanceof Uint8Array) || shape.length !== 1 || values.length > MAX_HEADER_BYTES) {
    throw new DataError(`${name}: header must be at most ${MAX_HEADER_BYTES} bytes of JSON, got [${shape}]`);
  }
  const parsed = MouseHeader.safeParse(jsonOf(values, name));
  if (parsed.success) return parsed.data;
  throw new DataError(`${name}: header must be that of recordings, got\n${z.prettifyError(parsed.error)}`);
}

function jsonOf(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DataError(`${name}: header must be JSON in UTF-8, got: ${(error as Error).message}`);
  }
}

function reliabilityOf(
  arrays: Arrays,
  name: string,
  shape: readonly number[],
): MouseRecordings['reliability'] {
  const fields = ['splithalf_r_mean', 'splithalf_r_std'];
  if (!fields.some((field) => Object.hasOwn(arrays, field))) return undefined;
  const [mean, deviation] = fields.map((field) =>
    ndArray(numbersOf(arrays, name, field, shape), shape.length === 2 ? shape : [1, ...shape]),
  );
  return { mean: mean!, deviation: deviation! };
}
