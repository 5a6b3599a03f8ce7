import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/readTorch.json';
import { readTorch } from './readTorch';
import { isStoredArray, tensorsOf, type WeightTree } from './WeightTree';

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

const TYPES: { readonly [name: string]: string } = {
  ...{ float64: 'F64', float32: 'F32', float16: 'F16', bfloat16: 'BF16', int64: 'I64', int32: 'I32' },
  ...{ int16: 'I16', int8: 'I8', uint8: 'U8', bool: 'BOOL' },
};

/** A node in the golden's words. */
function told(node: WeightTree): unknown {
  if (typeof node === 'bigint') return { bigint: String(node) };
  if (node === null || typeof node !== 'object') return node;
  if (isStoredArray(node)) {
    const values = Array.from(node.values as Iterable<number | bigint>, String);
    return { tensor: node.dtype, shape: node.shape, values };
  }
  if (Array.isArray(node)) return node.map(told);
  return { dict: Object.fromEntries(Object.entries(node).map(([name, child]) => [name, told(child)])) };
}

/** The golden with Python's numbers as JavaScript's. */
function expected(node: unknown): unknown {
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map(expected);
  if ('tensor' in node) {
    const { tensor, shape, values } = node as { tensor: string; shape: number[]; values: string[] };
    const number = (text: string) => {
      if (tensor === 'int64') return text;
      if (tensor === 'bool') return text === 'True' ? '1' : '0';
      return String(text.endsWith('inf') ? Number(text.replace('inf', 'Infinity')) : Number(text));
    };
    return { tensor: TYPES[tensor], shape, values: values.map(number) };
  }
  if ('bigint' in node) return node;
  if ('float' in node) return Number(String(node.float).replace('inf', 'Infinity'));
  const { dict } = node as { dict: object };
  return { dict: Object.fromEntries(Object.entries(dict).map(([name, child]) => [name, expected(child)])) };
}

describe('readTorch', () => {
  for (const { name, layout, file, value } of golden.cases) {
    it(`reads what PyTorch ${golden.versions.torch} wrote: ${name} (goldens/readTorch.py)`, async () => {
      const read = await readTorch(fromBase64(file));
      expect(read.layout).toBe(layout);
      expect(told(read.value)).toEqual(expected(value));
    });
  }
});

/** An old file of a pickle that saves `value` and no storages, by hand. */
const header = Buffer.concat([
  Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex'),
  Buffer.from('80024de9032e', 'hex'),
  Buffer.from('80027d2e', 'hex'),
]);
const oldFile = (pickle: Uint8Array | string) =>
  Buffer.concat([header, Buffer.from(pickle as string, 'latin1'), Buffer.from('80025d2e', 'hex')]);

describe('readTorch and memory', () => {
  const named = (name: string) => fromBase64(golden.cases.find((each) => each.name === name)!.file);

  it('keeps what shares memory sharing it, and one object one object', async () => {
    const tensors = tensorsOf((await readTorch(named('checkpoint, zip'))).value);
    expect(tensors['tied.encoder']).toBe(tensors['tied.decoder']);
    tensors['tied.encoder']!.values[4] = 42;
    expect(tensors['tied.of it']!.values[0]).toBe(42);
  });

  it('is of its own memory, not of the file in memory', async () => {
    const file = named('views, zip');
    const { value } = await readTorch(file);
    const before = JSON.stringify(value);
    file.fill(255);
    expect(JSON.stringify(value)).toBe(before);
  });

  it('reads a source in parts, and asks for no byte twice', async () => {
    const file = named('types, zip');
    const asked = new Uint8Array(file.length);
    const source = {
      size: file.length,
      read: async (offset: number, length: number) => {
        if (offset + length < file.length - 2000)
          asked.subarray(offset, offset + length).forEach((_, i) => asked[offset + i]!++);
        return file.slice(offset, offset + length);
      },
    };
    expect((await readTorch(source)).value).toEqual((await readTorch(file)).value);
    expect(Math.max(...asked.subarray(64))).toBe(1);
  });

  it('refuses tensors whose strides of 0 make more of them than twice the file and a megabyte', async () => {
    const { value } = await readTorch(named('views, zip'));
    expect(tensorsOf(value)['expanded']!.values).toHaveLength(6);
    const file = Buffer.from(named('views, old'));
    const shape = file.indexOf(Buffer.from('4b024b0386', 'hex'), file.indexOf('expanded')); // (2, 3)
    const huge = Buffer.concat([
      file.subarray(0, shape + 2),
      Buffer.from('4affffff7f', 'hex'), // 2^31 - 1 along the axis whose stride is 0
      file.subarray(shape + 4),
    ]);
    await expect(readTorch(huge)).rejects.toThrow(
      /"expanded".*copied out.*at most \d+ bytes in all, got more/,
    );
  });
});

describe('readTorch and what is not for it', () => {
  it('verifies checksums unless it is told not to', async () => {
    const file = zipSync({ 'a/data.pkl': Buffer.from('}.') }, { level: 0 });
    const at = Buffer.from(file).indexOf('}.');
    file[at] = ']'.charCodeAt(0); // an empty list for an empty dictionary
    await expect(readTorch(file)).rejects.toThrow('must have checksum');
    expect((await readTorch(file, { checksums: false })).value).toEqual([]);
  });

  it('never calls what a pickle names, and says what it was and where', async () => {
    for (const [pickle, global] of [
      ["cos\nsystem\n(S'touch /tmp/owned'\ntR.", 'os.system'],
      ['c__builtin__\neval\n(V1\ntR.', '__builtin__.eval'],
      ['\x80\x04\x8c\x08builtins\x8c\x04exec\x93.', 'builtins.exec'],
      ['ctorch\nload\n(V1\ntR.', 'torch.load'],
      ['ctorch._utils\n_rebuild_sparse_tensor\n.', 'torch._utils._rebuild_sparse_tensor'],
    ] as const) {
      await expect(readTorch(oldFile(pickle), { name: 'x.pt' })).rejects.toThrow(
        `x.pt: a pickle may look up tensors and plain values alone, nothing else is ever called, got the global "${global}" at byte ${
          header.length + (pickle[0] === 'c' ? 0 : 18)
        }`,
      );
    }
    await expect(readTorch(oldFile('(S"a"\nios\nsystem\n.'))).rejects.toThrow(/0x69 at byte 31/);
  });

  it('says what else a file is', async () => {
    await expect(readTorch(new Uint8Array(0))).rejects.toThrow('got an empty file at byte 0');
    await expect(readTorch(Uint8Array.of(137, 80, 78, 71))).rejects.toThrow('got byte 137 at byte 0');
    await expect(readTorch(oldFile('}').subarray(0, -4))).rejects.toThrow('must end within 26 bytes');
    await expect(readTorch(Buffer.concat([oldFile('}.'), Buffer.of(0)]))).rejects.toThrow(
      'must end after its storages',
    );
  });

  it('refuses values that contain themselves or lie too deep', async () => {
    await expect(readTorch(oldFile(']q\0h\0a.'))).rejects.toThrow(
      '"0" must not contain itself, got a list of 1',
    );
    const deep = `${']'.repeat(1000)}${'a'.repeat(999)}.`;
    await expect(readTorch(oldFile(deep))).rejects.toThrow('must lie at most 128 levels deep');
  });
});
