import { readFile } from 'node:fs/promises';
import { EnvironmentError } from '@goal-driven/core/arrays';
import { openFile, type OpenFile } from './openFile';
import { readTensorBundle, type TensorBundle } from './weights/readTensorBundle';

/**
 * Reads the checkpoint `PREFIX.index` and `PREFIX.data-0000i-of-0000N` from the disk.
 *
 * @param prefix such as `variables/variables`, or the path of its index
 * @throws EnvironmentError for a file that is absent
 * @throws DataError as `readTensorBundle`
 */
export async function openTensorBundle(prefix: string): Promise<TensorBundle> {
  const stem = prefix.replace(/\.index$/, '');
  const opened: OpenFile[] = [];
  const digits = (value: number) => String(value).padStart(5, '0');
  const index = await readFile(`${stem}.index`).catch((error: unknown) => {
    throw new EnvironmentError(
      `openTensorBundle: ${stem}.index must be a readable file, got ${(error as Error).message}`,
    );
  });
  try {
    return await readTensorBundle(
      {
        index,
        async shard(each, count) {
          const file = await openFile(`${stem}.data-${digits(each)}-of-${digits(count)}`);
          opened.push(file);
          return file;
        },
      },
      { name: stem },
    );
  } finally {
    await Promise.all(opened.map((file) => file.close()));
  }
}
