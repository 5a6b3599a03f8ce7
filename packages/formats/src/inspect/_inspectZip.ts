import { readNpz } from '@goal-driven/core/arrays';
import { zipDirectory } from '../zip/zipDirectory';
import type { FileContents, FileEntry } from './FileContents';
import type { Inspected } from './inspectFile';
import { arrayEntry, inspectTorch } from './_inspectWeights';

/** An archive: what torch.save wrote, arrays of NumPy, a model of Keras, or any. */
export async function inspectZip(inspected: Inspected): Promise<FileContents> {
  const { file, name, bytes } = inspected;
  const records = [...(await zipDirectory(file, name)).values()];
  if (records.some((record) => /^[^/]+\/data\.pkl$/.test(record.name))) return inspectTorch(inspected);
  if (records.length > 0 && records.every((record) => record.name.endsWith('.npy'))) {
    const arrays = readNpz(await bytes(), { name });
    const entries = Object.entries(arrays).map(([path, array]) => arrayEntry(path, array));
    return { format: 'npz', entries, notes: [] };
  }
  const entries = records.map((record): FileEntry => ({
    path: record.name,
    kind: 'file',
    shape: null,
    dtype: null,
    attributes: { bytes: record.size },
  }));
  const isKeras = records.some((record) => record.name === 'model.weights.h5');
  const note = 'the weights are in model.weights.h5: readKerasWeights reads them from the archive';
  return { format: isKeras ? 'keras' : 'zip', entries, notes: isKeras ? [note] : [] };
}
