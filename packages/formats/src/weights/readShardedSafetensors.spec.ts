import { ndArray, writeSafetensors } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { fuzz, meetsDamage } from '../hostile.fixture';
import { readShardedSafetensors } from './readShardedSafetensors';

const a = ndArray(Float32Array.of(1, 2), [2]);
const b = ndArray(Float32Array.of(0.5), []);
const files: { readonly [file: string]: Uint8Array } = {
  'model-00001-of-00002.safetensors': writeSafetensors({ a }, {}, { half: ['a'] }),
  'model-00002-of-00002.safetensors': writeSafetensors({ b }),
};
const [first, second] = Object.keys(files) as [string, string];
const read = (weights: object | string, asked: string[] = []) =>
  readShardedSafetensors(
    {
      index: Buffer.from(
        typeof weights === 'string'
          ? weights
          : JSON.stringify({ metadata: { total_size: 8 }, weight_map: weights }),
      ),
      shard: (file) => {
        asked.push(file);
        return files[file]!;
      },
    },
    { name: 'x' },
  );

describe('readShardedSafetensors', () => {
  it('joins what the files hold, in the order of the index', async () => {
    const asked: string[] = [];
    expect(await read({ b: second, a: first }, asked)).toEqual({
      arrays: { b, a },
      dtypes: { b: 'F32', a: 'F16' },
      metadata: { total_size: '8' },
    });
    expect(asked).toEqual([second, first]);
  });

  it('refuses an index that is not that of its files', async () => {
    await expect(read({ a: first, b: second, c: second })).rejects.toThrow(
      `x: array "c" must be in ${second}, as the index says, got none`,
    );
    await expect(read({ b: second, c: first })).rejects.toThrow(
      `${first}: array "a" must be in the file that the index says, got none`,
    );
    await expect(read('{"weight_map": 3}')).rejects.toThrow(
      'x: the index must be an object with a weight_map',
    );
    await expect(read('{')).rejects.toThrow('x: the index must be JSON');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await expect(read(`{"weight_map": {"a": ${deep}}}`)).rejects.toThrow('got an object for "a"');
    await expect(read(`{"weight_map": {}, "metadata": {"a": ${deep}}}`)).rejects.toThrow(
      'x: the index must have metadata that can be shown, got "a"',
    );
  });

  it('never asks for a file in another folder', async () => {
    for (const file of ['../secret', '/etc/passwd', 'a/b', '..', '.hidden', 'a\\b', 3, '']) {
      const asked: string[] = [];
      await expect(read({ a: file }, asked)).rejects.toThrow('must name files without folders');
      expect(asked).toEqual([]);
    }
  });

  fuzz('readShardedSafetensors, damaged indices and shards', async () => {
    const index = new TextEncoder().encode(JSON.stringify({ weight_map: { a: first, b: second } }));
    await meetsDamage(
      index,
      (damaged) => readShardedSafetensors({ index: damaged, shard: (file) => files[file] ?? files[first]! }),
      1 / 2,
    );
    const whole = new TextEncoder().encode(JSON.stringify({ weight_map: { b: second } }));
    await meetsDamage(
      files[second]!,
      (damaged) => readShardedSafetensors({ index: whole, shard: () => damaged }),
      1 / 2,
    );
  });
});
