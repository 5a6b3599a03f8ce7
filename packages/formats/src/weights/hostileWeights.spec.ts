import { gunzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect } from 'vitest';
import fc from 'fast-check';
import bundles from '../../goldens/readTensorBundle.json';
import torch from '../../goldens/readTorch.json';
import { expectTyped, fuzz, fuzzCases, fuzzSeed, memoryOf, mutated } from '../hostile.fixture';
import { snappy } from './_snappy';
import { sortedTable } from './_sortedTable';
import { readShardedSafetensors } from './readShardedSafetensors';
import { readTensorBundle } from './readTensorBundle';
import { readTorch } from './readTorch';
import { blockContent, sealedTable } from './sortedTable.fixture';
import { tensorsOf } from './WeightTree';

const MEGABYTE = 2 ** 20;
const check = <T>(arbitrary: fc.Arbitrary<T>, claim: (value: T) => Promise<void>, share = 1) =>
  fc.assert(fc.asyncProperty(arbitrary, claim), {
    ...fuzzSeed,
    numRuns: Math.ceil(fuzzCases * share),
    endOnFailure: true,
  });
const torchFile = (name: string) =>
  new Uint8Array(Buffer.from(torch.cases.find((each) => each.name === name)!.file, 'base64'));

async function readsTorch(file: Uint8Array): Promise<void> {
  const read = await expectTyped(() => readTorch(file, { name: 'x.pt' }));
  if (read === undefined) return;
  expect(memoryOf(read.value)).toBeLessThanOrEqual(4 * file.length + MEGABYTE);
  await expectTyped(() => tensorsOf(read.value));
}

describe('readTorch', () => {
  for (const name of [
    'types, old',
    'views, old',
    'checkpoint, old',
    'checkpoint, old, protocol 5',
    'views, zip',
  ])
    fuzz(`mutations of ${name}`, () => check(mutated(torchFile(name)), readsTorch));

  for (const name of ['types, zip', 'views, zip', 'checkpoint, zip', 'checkpoint, zip, protocol 4'])
    fuzz(`mutations of the pickle in ${name}, with good checksums`, async () => {
      const files = unzipSync(torchFile(name));
      const pickle = Object.keys(files).find((file) => file.endsWith('data.pkl'))!;
      await check(mutated(files[pickle]!), (bytes) =>
        readsTorch(zipSync({ ...files, [pickle]: bytes }, { level: 0 })),
      );
    });

  fuzz('deflated archives', () =>
    check(mutated(zipSync(unzipSync(torchFile('types, zip')), { level: 6 })), readsTorch),
  );

  fuzz('pickles of random opcodes', async () => {
    const ascii = (text: string) => Buffer.from(text, 'latin1');
    const opcode = fc.constantFrom(
      ...[
        'N',
        'K\x03',
        '\x88',
        '(',
        '0',
        '1',
        '2',
        ')',
        't',
        '\x85',
        '\x86',
        '\x87',
        ']',
        'a',
        'e',
        'l',
        '}',
        's',
        'u',
        'd',
      ],
      ...[
        'q\0',
        'q\x01',
        'h\0',
        'h\x01',
        'j\0\0\0\0',
        '\x94',
        'X\x02\0\0\0ab',
        'U\x07storage',
        '\x8c\x011',
        'C\x02\0\0',
        'J\xff\xff\xff\x7f',
      ],
      ...[
        'ccollections\nOrderedDict\n',
        'ctorch._utils\n_rebuild_tensor_v2\n',
        'ctorch\nFloatStorage\n',
        'ctorch\nSize\n',
      ],
      ...[
        'cnumpy\ndtype\n',
        'cnumpy\nndarray\n',
        'cnumpy.core.multiarray\n_reconstruct\n',
        'cnumpy.core.multiarray\nscalar\n',
      ],
      ...[
        'c_codecs\nencode\n',
        'cbuiltins\nset\n',
        'R',
        'R',
        'R',
        'b',
        'Q',
        '\x81',
        '\x8f',
        '\x90',
        '\x91',
        'U\x02f4',
        'U\x01<',
        '.',
        '\x95\0\0\0\0\0\0\0\0',
      ],
    );
    const head = torchFile('one tensor, old').subarray(0, 137);
    const pickles = fc
      .array(opcode, { maxLength: 60 })
      .map((codes) => Buffer.concat([head, ascii(`(${codes.join('')}.`), ascii('\x80\x02].')]));
    await check(pickles, readsTorch, 4);
  });
});

const bundleFiles = (name: string) => {
  const { files } = bundles.cases.find((each) => each.name === name)!;
  return new Map(
    Object.entries(files).map(([ending, text]) => [
      ending,
      new Uint8Array(gunzipSync(Buffer.from(text, 'base64'))),
    ]),
  );
};

async function readsBundle(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const nothing = new Uint8Array(0);
  const digits = (value: number) => String(value).padStart(5, '0');
  const shard = (index: number, count: number) =>
    files.get(`.data-${digits(index)}-of-${digits(count)}`) ?? nothing;
  const read = await expectTyped(() =>
    readTensorBundle({ index: files.get('.index')!, shard }, { name: 'x' }),
  );
  const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (read) expect(memoryOf(read.arrays)).toBeLessThanOrEqual(4 * size);
}

describe('readTensorBundle', () => {
  for (const name of ['all types', 'slices in two shards', 'objects']) {
    const files = bundleFiles(name);
    for (const ending of files.keys())
      fuzz(`mutations of ${name}: ${ending}`, () =>
        check(mutated(files.get(ending)!), (bytes) =>
          readsBundle(new Map<string, Uint8Array>(files).set(ending, bytes)),
        ),
      );

    fuzz(`mutations of the entries of ${name}, with good checksums`, () => {
      const entries = sortedTable(files.get('.index')!, 'index').map(
        ({ key, value }) => [key, value] as const,
      );
      return check(mutated(blockContent(entries)), (content) =>
        readsBundle(new Map<string, Uint8Array>(files).set('.index', sealedTable(content))),
      );
    });
  }

  fuzz('mutations of blocks packed by Snappy', async () => {
    const literal = (text: string) => [(text.length - 1) << 2, ...Buffer.from(text)];
    const packed = Uint8Array.from([
      40,
      ...literal('abcdefgh'),
      (4 << 2) | 1,
      8,
      ...literal('ij'),
      (21 << 2) | 2,
      10,
      0,
    ]);
    expect(snappy(packed, 'x', 0)).toHaveLength(40);
    await check(mutated(packed), async (bytes) => {
      const read = await expectTyped(() => snappy(bytes, 'x', 0));
      if (read) expect(read.length).toBeLessThanOrEqual(22 * bytes.length);
      await readsBundle(new Map([['.index', sealedTable(bytes, 1)]]));
    });
  });
});

describe('readShardedSafetensors', () => {
  fuzz('any index', () =>
    check(
      mutated(Buffer.from('{"metadata":{"total_size":8},"weight_map":{"a":"m-1.safetensors"}}')),
      async (index) => {
        await expectTyped(() =>
          readShardedSafetensors({ index, shard: () => new Uint8Array(0) }, { name: 'x "index"' }),
        );
      },
    ),
  );
});
