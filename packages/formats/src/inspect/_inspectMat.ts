import { listMat5 } from '../data/mat/readMat5';
import type { FileContents, FileEntry } from './FileContents';
import type { Inspected } from './inspectFile';

export async function inspectMat5({ bytes, name }: Inspected): Promise<FileContents> {
  const entries = listMat5(await bytes(), { name }).map(
    ({ name: path, class: dtype, shape, complex, logical }): FileEntry => ({
      path,
      kind: 'array',
      shape,
      dtype: logical ? 'logical' : dtype,
      ...(complex && { attributes: { complex } }),
    }),
  );
  return { format: 'mat5', entries, notes: [] };
}
