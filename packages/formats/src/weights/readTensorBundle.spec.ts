import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { maskedCrc32c, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/readTensorBundle.json';
import { openTensorBundle } from '../openTensorBundle';
import { readTensorBundle } from './readTensorBundle';
import { blockContent, sealedTable, type TableLine } from './sortedTable.fixture';

type Files = { readonly [ending: string]: Uint8Array };

const TYPES: { readonly [name: string]: string } = {
  ...{
    float64: 'F64',
    float32: 'F32',
    float16: 'F16',
    bfloat16: 'BF16',
    int64: 'I64',
    int32: 'I32',
    int16: 'I16',
  },
  ...{ int8: 'I8', uint8: 'U8', uint16: 'U16', uint32: 'U32', uint64: 'U64', bool: 'BOOL' },
};
const digits = (value: number) => String(value).padStart(5, '0');
const bundle = (files: Files, name?: string) =>
  readTensorBundle(
    {
      index: files['.index']!,
      shard: (index, count) => files[`.data-${digits(index)}-of-${digits(count)}`]!,
    },
    name === undefined ? {} : { name },
  );
const caseOf = (name: string): Files => {
  const { files } = golden.cases.find((each) => each.name === name)!;
  return Object.fromEntries(
    Object.entries(files).map(([ending, text]) => [
      ending,
      new Uint8Array(gunzipSync(Buffer.from(text, 'base64'))),
    ]),
  );
};

type Told = { shape: number[]; dtype?: string; values?: string[]; base64?: string[] };

describe('readTensorBundle', () => {
  for (const { name, tensors } of golden.cases.filter((each) => 'tensors' in each)) {
    it(`reads what TensorFlow ${golden.versions.tensorflow} wrote: ${name} (goldens/readTensorBundle.py)`, async () => {
      const { arrays, strings } = await bundle(caseOf(name));
      const expected = Object.entries(tensors as { [name: string]: Told });
      expect([...Object.keys(arrays), ...Object.keys(strings)].sort()).toEqual(
        expected.map(([key]) => key).sort(),
      );
      for (const [key, { shape, dtype, values, base64 }] of expected) {
        if (base64) {
          const read = strings[key]!;
          const texts = read.values.map((each) => Buffer.from(each).toString('base64'));
          expect({ shape: read.shape, texts }, key).toEqual({ shape, texts: base64 });
          continue;
        }
        const plain = (text: string) =>
          dtype === 'bool'
            ? String(Number(text === 'True'))
            : dtype?.includes('64') && !dtype.startsWith('f')
              ? text
              : String(Number(text.replace('inf', 'Infinity')));
        const read = arrays[key]!;
        expect({ ...read, values: Array.from(read.values as Iterable<number>, String) }, key).toEqual({
          shape,
          dtype: TYPES[dtype!],
          values: values!.map(plain),
        });
      }
    });
  }

  it('reads an index of several blocks', async () => {
    const { arrays } = await bundle(caseOf('many'));
    expect(Object.keys(arrays)).toHaveLength(2500);
    for (const [name, { values }] of Object.entries(arrays))
      expect(values).toEqual(Float32Array.of(Number(/-(\d+)/.exec(name)![1])));
  });

  it('finds a changed byte anywhere, or what it changes does not matter', async () => {
    const files = caseOf('objects');
    const whole = await bundle(files);
    for (const [ending, bytes] of Object.entries(files)) {
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at]! ^= 0x10;
        const read = await bundle({ ...files, [ending]: changed }).catch((error: Error) => error);
        if (read instanceof Error) expect(read.message).toMatch(/byte \d+/);
        else expect(read).toEqual(whole);
      }
    }
  });
});

const table = (lines: readonly TableLine[], kind = 0) => sealedTable(blockContent(lines), kind);
const header: [string, number[]] = ['', [8, 1]];

describe('readTensorBundle and what it refuses', () => {
  const refused = async (entries: [string, number[]][], shard: number[] = [], kind = 0) =>
    bundle({ '.index': table(entries, kind), '.data-00000-of-00001': Uint8Array.from(shard) }, 'x').then(
      () => 'nothing',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const byte = maskedCrc32c(Uint8Array.of(7));
  const crc = [0x35, byte & 255, (byte >> 8) & 255, (byte >> 16) & 255, byte >>> 24];

  it('reads a table by hand', async () => {
    const files = {
      '.index': table([header, ['a', [8, 4, 0x28, 1, ...crc]]]),
      '.data-00000-of-00001': Uint8Array.of(7),
    };
    expect(await bundle(files)).toEqual({
      arrays: { a: { ...ndArray(Uint8Array.of(7), []), dtype: 'U8' } },
      strings: {},
    });
  });

  it('says what must hold and where', async () => {
    const tensor = (...fields: number[]) => [header, ['a', fields]] as [string, number[]][];
    expect(await refused(tensor(8, 4, 0x28, 1, ...crc), [8])).toMatch(
      /^DataError: x: "a" must have checksum \w+, got \w+, 1 bytes from byte 0$/,
    );
    expect(await refused(tensor(8, 4, 0x28, 1, ...crc), [])).toBe(
      'DataError: x: the tensors of shard 0 must take at most its 0 bytes, got 1',
    );
    expect(await refused(tensor(8, 4, 0x20, 9, 0x28, 1), [7])).toBe(
      'DataError: x: "a" in shard 0: must lie within the 1 bytes of the file, got 1 bytes from byte 9',
    );
    expect(await refused(tensor(8, 4, 0x18, 3, 0x28, 1), [7])).toBe(
      'DataError: x: shards must be below 1, got one that is number 3',
    );
    expect(await refused(tensor(8, 8, 0x28, 1), [7])).toContain("got TensorFlow's type number 8");
    expect(await refused(tensor(8, 4, 0x12, 5, 0x12, 3, 8, 0x80, 1, 0x28, 1), [7])).toContain(
      'must be 128 bytes for its shape [128], got 1',
    );
    expect(await refused([['a', [8, 4]]])).toBe(
      'DataError: x: the index must begin with a header, got a tensor at byte 0',
    );
    expect(await refused([['', [8, 1, 0x10, 1]]])).toContain('got a big-endian one at byte 0');
    expect(
      await refused([
        ['', [8, 1]],
        ['b', []],
        ['a', []],
      ]),
    ).toContain('keys of a table must ascend, got "a"');
    expect(await refused([['', [8, 1]]], [], 2)).toContain(
      'must be plain or packed by Snappy, got compression 2',
    );
  });
});

const shared = join(process.env['GOAL_DRIVEN_SHARED'] ?? '', 'fixtures', 'tf-checkpoint');

describe.skipIf(!existsSync(shared))('published checkpoints of TensorFlow', () => {
  const scalars = async (folder: string) => {
    const { arrays, strings } = await openTensorBundle(join(shared, folder, 'variables'));
    return {
      strings,
      values: Object.fromEntries(
        Object.entries(arrays).map(([name, { values, shape }]) => [name, [...values, shape]]),
      ),
    };
  };

  it('are read exactly: a = 0.5, b = 3 or 2, c = 3', async () => {
    expect(await scalars('saved_model_half_plus_three')).toEqual({
      values: { a: [0.5, []], b: [3, []], c: [3, []] },
      strings: {},
    });
    const { values, strings } = await scalars('saved_model_half_plus_two_tf2_cpu'); // packed by Snappy
    const variable = (name: string) => `${name}/.ATTRIBUTES/VARIABLE_VALUE`;
    expect(values).toEqual({
      [variable('a')]: [0.5, []],
      [variable('b')]: [2, []],
      [variable('c')]: [3, []],
    });
    expect(Object.keys(strings)).toEqual(['_CHECKPOINTABLE_OBJECT_GRAPH']);
    const graph = (await openTensorBundle(join(shared, 'tf_text_regression', 'variables.index'))).strings;
    const bytes = readFileSync(join(shared, 'tf_text_regression', 'variables.data-00000-of-00001'));
    expect(Buffer.from(graph['_CHECKPOINTABLE_OBJECT_GRAPH']!.values[0]!)).toEqual(bytes.subarray(6));
  });
});
