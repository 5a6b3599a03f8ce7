import { DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { readBoundedFile } from './_readBoundedFile';

const SIDE = 32;
const PLANE = SIDE * SIDE;
/** Files of the originals have 10000 or 50000 records. */
const MOST_RECORDS = 100_000;

/** How records of 32 x 32 images begin: so many bytes of labels, of which one counts, below so many classes. */
export type CifarRecords = {
  readonly who: string;
  readonly labelBytes: number;
  readonly labelAt: number;
  readonly classes: number;
};

/**
 * Images [images, 32, 32, 3] and their labels from files of records, each of labels and three planes, red, green, blue.
 *
 * @param keep the label that an image has by that of the file, -1 for one that is left out
 * @throws DataError for a file whose size or labels are not of this format; EnvironmentError where one is missing
 */
export function cifarImages(
  files: readonly string[],
  { who, labelBytes, labelAt, classes }: CifarRecords,
  {
    keep,
    limit = Infinity,
  }: { readonly keep: (label: number) => number; readonly limit?: number | undefined },
): { readonly images: NdArray<Uint8Array>; readonly labels: readonly number[] } {
  const record = labelBytes + 3 * PLANE;
  const labels: number[] = [];
  const planes: Uint8Array[] = [];
  for (const path of files) {
    const file = readBoundedFile(path, MOST_RECORDS * record);
    if (file.length === 0 || file.length % record !== 0)
      throw new DataError(`${who}: ${path} must hold records of ${record} bytes, got ${file.length} bytes`);
    for (let at = 0; at < file.length; at += record)
      if (file[at + labelAt]! >= classes)
        throw new DataError(
          `${who}: labels of ${path} must be in 0 .. ${classes - 1}, got ${file[at + labelAt]} at record ${at / record}`,
        );
    for (let at = 0; at < file.length && labels.length < limit; at += record) {
      const label = keep(file[at + labelAt]!);
      if (label === -1) continue;
      labels.push(label);
      planes.push(file.subarray(at + labelBytes, at + record));
    }
  }
  const values = new Uint8Array(planes.length * 3 * PLANE);
  planes.forEach((each, image) => interleave(each, values.subarray(image * 3 * PLANE)));
  return { images: ndArray(values, [planes.length, SIDE, SIDE, 3]), labels };
}

/** Planes [3, height, width] to pixels [height, width, 3]. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let channel = 0; channel < 3; channel++)
    for (let pixel = 0; pixel < PLANE; pixel++)
      pixels[3 * pixel + channel] = planes[channel * PLANE + pixel]!;
}
