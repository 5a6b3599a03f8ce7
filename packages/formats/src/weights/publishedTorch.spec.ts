import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, sizeOf } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/publishedTorch.json';
import { openFile } from '../openFile';
import { readTorch } from './readTorch';
import { tensorsOf } from './WeightTree';

const path = join(process.env['GOAL_DRIVEN_SHARED'] ?? '', 'fixtures', 'mouse-visual', golden.file);
const TYPES: { readonly [dtype: string]: string } = { F32: 'torch.float32', I64: 'torch.int64' };

describe.skipIf(!existsSync(path))('a published checkpoint of PyTorch', () => {
  it(`has every bit that PyTorch ${golden.torch} finds in it (goldens/publishedTorch.py)`, async () => {
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(golden.sha256);
    const file = await openFile(path);
    const { layout, value } = await readTorch(file, { name: 'mousenet' });
    await file.close();
    expect(layout).toBe('zip');
    const found = Object.entries(tensorsOf(value)).map(([name, { values, shape, dtype }]) => [
      name,
      [shape, TYPES[dtype], crc32(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))],
    ]);
    expect(found).toHaveLength(35);
    expect(Object.fromEntries(found)).toEqual(golden.tensors);
    for (const [name, each] of Object.entries(golden.plain)) expect(value).toHaveProperty(name, each);
  });

  it('has the names, shapes and number of parameters that its description lists', async () => {
    const listed = JSON.parse(readFileSync(path.replace(/pt$/, 'json'), 'utf8'));
    const { value } = await readTorch(readFileSync(path));
    const arrays = tensorsOf((value as { state_dict: never }).state_dict);
    const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual(listed.state_dict);
    const learned = Object.keys(shapes).filter((name) => /(weight|bias)$/.test(name));
    expect(learned.reduce((sum, name) => sum + sizeOf(shapes[name]!), 0)).toBe(listed.params);
  });
});
