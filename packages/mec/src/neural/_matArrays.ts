import { DataError, type NdArray, type TypedArray } from '@goal-driven/core';
import { readMat5, readMat73, type MatCell, type MatValue } from '@goal-driven/formats';
import { syncFile } from '@goal-driven/formats/files';
import type { SessionArrays } from './sessionArrays';
import type { SessionNames } from './SessionNames';

const MOST_BYTES = 2 ** 30;

/**
 * The numbers of a MAT file by their names there, vectors without their axis of length 1. Spikes that lie in a cell
 * array, the spikes of each cell in one of its elements, come as `spike_times`, `spike_cells` and `cells`.
 */
export async function matArrays(path: string, names: SessionNames): Promise<SessionArrays> {
  const variables = await readMat(path);
  const found: Record<string, NdArray<TypedArray>> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value.kind === 'numeric' || value.kind === 'logical') found[name] = vectorOf(value);
    else if (value.kind === 'cell' && name === (names.spike_times ?? 'spike_times'))
      Object.assign(found, spikesOf(value, name, `${path}: ${name}`));
  }
  return found;
}

async function readMat(path: string): Promise<Record<string, MatValue>> {
  const file = syncFile(path);
  try {
    if (file.size > MOST_BYTES)
      throw new DataError(`${path}: the file must be at most ${MOST_BYTES} bytes, got ${file.size}`);
    const bytes = new Uint8Array(file.size);
    file.readSync(0, bytes);
    const isHdf5 = String.fromCharCode(...bytes.subarray(0, 10)) === 'MATLAB 7.3';
    return isHdf5
      ? await readMat73(bytes, { name: path })
      : readMat5(bytes, { name: path, objects: 'describe' });
  } finally {
    file.close();
  }
}

function vectorOf({ values, shape }: NdArray<TypedArray>): NdArray<TypedArray> {
  const isVector = shape.length === 2 && (shape[0] === 1 || shape[1] === 1);
  return { values, shape: isVector ? [values.length] : shape };
}

function spikesOf({ values }: MatCell, name: string, where: string): Record<string, NdArray<TypedArray>> {
  const [times, owners]: [number[], number[]] = [[], []];
  values.forEach((list, cell) => {
    if (list.kind !== 'numeric')
      throw new DataError(`${where}: each cell must hold its spike times, got ${list.kind} at cell ${cell}`);
    for (const time of list.values) {
      times.push(Number(time));
      owners.push(cell);
    }
  });
  return {
    [name]: { values: Float64Array.from(times), shape: [times.length] },
    spike_cells: { values: Int32Array.from(owners), shape: [owners.length] },
    cells: { values: Int32Array.of(values.length), shape: [1] },
  };
}
