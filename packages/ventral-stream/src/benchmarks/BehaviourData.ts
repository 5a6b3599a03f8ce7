import { ConfigError, DataError, ndArray, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import type { BinaryTrials } from '@goal-driven/metrics';
import { isSynthetic, numbersOf, requireCodes } from './_fields';

/** The ten objects of Kar et al. 2019 in the order of their codes 1 .. 10 there, 0 .. 9 here. */
export const karObjects = [
  'bear',
  'elephant',
  'person',
  'car',
  'dog',
  'apple',
  'chair',
  'plane',
  'bird',
  'zebra',
] as const;

/** Behaviour of an observer on images, and when its brain has the answer. */
export type BehaviourData = {
  readonly name: string;
  /** True where nobody was observed; every output says so. */
  readonly synthetic: boolean;
  /** [images], image-level performance I1; NaN where the observer has no value. */
  readonly i1: NdArray;
  /** [images], the object shown: whole numbers from 0. */
  readonly objects: Int32Array;
  /** [images], object solution times in IT, ms after image onset; NaN where never solved. */
  readonly ost?: NdArray;
  /** [images, 2], I1 from either half of the trials. */
  readonly i1Halves?: NdArray;
  /** [images, 2], solution times from either half of the trials or sites. */
  readonly ostHalves?: NdArray;
  /** The observer's single choices. */
  readonly trials?: BinaryTrials;
};

/**
 * Behaviour, checked.
 *
 * @throws DataError naming the field: other axes or images, infinite values
 */
export function behaviourData(fields: BehaviourData): BehaviourData {
  const { name, i1, objects, ost, i1Halves, ostHalves } = fields;
  const images = objects.length;
  requireCodes(name, ['objects', objects], images);
  if (images < 2) throw new DataError(`${name}: images must be at least 2, got ${images}`);
  const own = [
    ['i1', i1, [images]],
    ['ost', ost, [images]],
  ] as const;
  const halves = [
    ['i1Halves', i1Halves, [images, 2]],
    ['ostHalves', ostHalves, [images, 2]],
  ] as const;
  for (const [field, array, shape] of [...own, ...halves]) {
    if (array === undefined) continue;
    if (String(array.shape) !== String(shape)) {
      throw new DataError(`${name}: ${field} must be [${shape}], got [${array.shape}]`);
    }
    const bad = array.values.findIndex((value) => Math.abs(value) === Infinity);
    if (bad >= 0) throw new DataError(`${name}: ${field} must be finite or NaN, got one infinite at ${bad}`);
  }
  return fields;
}

/**
 * The data of Kar et al. 2019 from the arrays of an NPZ file, under the names of the published `dataset.h5`: `i1`
 * [images], the pooled monkeys; `ost` [images], ms; `obj` [images], codes 1 .. 10; and where known `i1_halves` and
 * `ost_halves` [images, 2]; and `synthetic`, one number other than 0, where nobody was observed. Images are not read here: in the HDF5 file the planes are transposed, `images[n, c, x, y]`.
 *
 * @param name what errors call the file
 * @throws DataError for what is absent, of another shape or out of range
 * @source kohitij-kar/image_metrics; Kar et al. 2019, doi:10.1038/s41593-019-0392-5
 */
export function behaviourDataOf(
  arrays: Readonly<Record<string, NdArray<TypedArray>>>,
  name: string,
): BehaviourData {
  const codes = numbersOf(arrays, name, 'obj', 1).values;
  const bad = codes.findIndex((code) => !Number.isInteger(code) || code < 1 || code > karObjects.length);
  if (bad >= 0) {
    throw new DataError(`${name}: obj must be 1 .. ${karObjects.length}, got ${codes[bad]} at ${bad}`);
  }
  return behaviourData({
    ...{ name, synthetic: isSynthetic(arrays) },
    i1: numbersOf(arrays, name, 'i1', 1),
    objects: Int32Array.from(codes, (code) => code - 1),
    ost: numbersOf(arrays, name, 'ost', 1),
    ...('i1_halves' in arrays && { i1Halves: numbersOf(arrays, name, 'i1_halves', 2) }),
    ...('ost_halves' in arrays && { ostHalves: numbersOf(arrays, name, 'ost_halves', 2) }),
  });
}

/**
 * The behaviour on some images, in this order, such as the 1318 of 1320 that differ by content (Brain-Score drops the
 * others). Single choices are left out.
 *
 * @param images [kept], indices
 * @throws ConfigError for an image that there is not
 */
export function takeImages(data: BehaviourData, images: readonly number[]): BehaviourData {
  const absent = images.find((image) => data.objects[image] === undefined);
  if (absent !== undefined) {
    throw new ConfigError(`${data.name}: images must be in 0 .. ${data.objects.length - 1}, got ${absent}`);
  }
  const rows = (array: NdArray): NdArray => {
    const width = array.values.length / data.objects.length;
    const values = images.flatMap((image) => [...array.values.subarray(image * width, (image + 1) * width)]);
    return ndArray(Float64Array.from(values), [images.length, ...array.shape.slice(1)]);
  };
  return behaviourData({
    ...{ name: data.name, synthetic: data.synthetic, i1: rows(data.i1) },
    objects: Int32Array.from(images, (image) => data.objects[image]!),
    ...(data.ost && { ost: rows(data.ost) }),
    ...(data.i1Halves && { i1Halves: rows(data.i1Halves) }),
    ...(data.ostHalves && { ostHalves: rows(data.ostHalves) }),
  });
}
