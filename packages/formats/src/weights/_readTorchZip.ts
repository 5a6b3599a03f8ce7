import { DataError } from '@goal-driven/core/arrays';
import type { ByteSource } from '../ByteSource';
import { readZipEntry } from '../zip/readZipEntry';
import { zipDirectory } from '../zip/zipDirectory';
import { storageBytes, unpickleTorch } from './_unpickleTorch';
import type { TorchContent } from './readTorch';

/** A pickle names tensors and holds none; its own size is a few hundred bytes a tensor. */
const MAX_PICKLE = 2 ** 28;

/**
 * The layout since PyTorch 1.6: a zip archive of one folder with `data.pkl`, `byteorder` and `data/KEY` for each storage.
 *
 * @throws DataError with the entry, for an archive without one of these or of another size
 */
export async function readTorchZip(
  source: ByteSource,
  name: string,
  checksums: boolean,
): Promise<TorchContent> {
  const records = await zipDirectory(source, name);
  const pickles = [...records.keys()].filter((entry) => /^[^/]+\/data\.pkl$/.test(entry));
  if (pickles.length !== 1)
    throw new DataError(
      `${name}: a PyTorch archive must have one entry FOLDER/data.pkl, got ${pickles.length}`,
    );
  const folder = pickles[0]!.slice(0, -'data.pkl'.length);
  const read = async (entry: string, size?: number) => {
    const record = records.get(folder + entry);
    if (record === undefined)
      throw new DataError(`${name}: a PyTorch archive must have its entry ${folder}${entry}, got none`);
    if (size !== undefined && record.size !== size)
      throw new DataError(
        `${name}: entry ${folder}${entry} must be ${size} bytes, got ${record.size} at byte ${record.local}`,
      );
    if (size === undefined && record.size > MAX_PICKLE)
      throw new DataError(
        `${name}: entry ${folder}${entry} must be at most ${MAX_PICKLE} bytes, got ${record.size} at byte ${record.local}`,
      );
    return readZipEntry(source, record, name, checksums);
  };
  const order = records.has(`${folder}byteorder`)
    ? new TextDecoder().decode(await read('byteorder'))
    : 'little'; // before PyTorch 2.1 nothing said so
  if (order !== 'little' && order !== 'big')
    throw new DataError(
      `${name}: ${folder}byteorder must be little or big, got ${JSON.stringify(order.slice(0, 20))}`,
    );
  const pickle = unpickleTorch(await read('data.pkl'), `${name}: ${folder}data.pkl`);
  const storages = await Promise.all(
    [...pickle.storages].map(
      async ([key, storage]) => [key, await read(`data/${key}`, storageBytes(storage))] as const,
    ),
  );
  return { value: pickle.value, storages: new Map(storages), littleEndian: order === 'little' };
}
