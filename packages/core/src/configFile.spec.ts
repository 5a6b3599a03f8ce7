import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseConfig, readConfigFile } from './configFile';
import { DataError, EnvironmentError } from './errors';
import { ndArray } from './NdArray';
import { writeNpz } from './npz';
import { readNpzFile } from './npzFile';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'config-file-'))));
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('readConfigFile', () => {
  it('reads JSON and YAML alike', async () => {
    const value = { cell: { kind: 'ugrnn', units: 256 }, rates: [0.1, 1e-4], resume: null, quick: true };
    const yaml = 'cell: { kind: ugrnn, units: 256 }\nrates:\n  - 0.1\n  - 1e-4\nresume: null\nquick: true\n';
    expect(await readConfigFile(await written('a.json', JSON.stringify(value, null, 2)))).toEqual(value);
    expect(await readConfigFile(await written('a.yaml', yaml))).toEqual(value);
    expect(await readConfigFile(await written('b.YML', 'base: &b { x: 1 }\nother: *b\n'))).toEqual({
      base: { x: 1 },
      other: { x: 1 },
    });
  });

  it('names file, line and column of a fault', async () => {
    const json = await written('bad.json', '{\n  "a": 1,\n  "b": ,\n}');
    await expect(readConfigFile(json)).rejects.toThrow(`${json}:3:8: a JSON value must follow, got ",\\n}"`);
    const yaml = await written('bad.yaml', 'a: 1\nb: [1, 2\nc: 3\n');
    await expect(readConfigFile(yaml)).rejects.toThrow(/bad\.yaml:\d+:\d+: /);
  });

  it('says why a file cannot be read', async () => {
    await expect(readConfigFile(join(folder, 'absent.json'))).rejects.toThrow(EnvironmentError);
    await expect(readConfigFile(await written('a.toml', ''))).rejects.toThrow(
      'must end in .json, .yaml or .yml, got .toml',
    );
    await expect(
      readConfigFile(await written('latin.json', Uint8Array.of(0x22, 0xff, 0x22))),
    ).rejects.toThrow('must be UTF-8 text');
    await expect(readConfigFile(await written('big.json', ' '.repeat(1_000_001)))).rejects.toThrow(
      'at most 1000000 bytes, got 1000001',
    );
  });
});

describe('parseConfig', () => {
  it('is strict about JSON', () => {
    const cases = [
      ['{"a": 1, "a": 2}', 'config:1:10: keys must differ, got "a" twice'],
      ['[1, 2', 'config:1:6: a comma or ] must follow, got the end of the text'],
      ['{"a": 1} x', 'config:1:10: the text must end, got "x"'],
      ['{"a": NaN}', 'config:1:7: a JSON value must follow, got "NaN}"'],
      ["{'a': 1}", 'config:1:2: a key in double quotes must follow'],
      ['{"a": 01}', 'config:1:8: a comma or } must follow'],
      ['', 'config:1:1: a JSON value must follow, got the end of the text'],
      ['['.repeat(50_000), 'nested at most 100 deep'],
      [`"${'x'.repeat(900_000)}`, 'a JSON value must follow'],
    ];
    for (const [text, message] of cases) expect(() => parseConfig(text!, 'json')).toThrow(message);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseConfig(text, 'json')).toEqual(JSON.parse(text));
      }),
    );
    const broken = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, middle]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + middle + text.slice(place + 1);
    });
    const parses = (parse: () => unknown) => {
      try {
        parse();
        return true;
      } catch (error) {
        expect(error instanceof DataError || error instanceof SyntaxError).toBe(true);
        return false;
      }
    };
    fc.assert(
      fc.property(broken, (text) => {
        // Ours refuses repeated keys too, so it may only be the stricter one.
        if (parses(() => parseConfig(text, 'json')))
          expect(parseConfig(text, 'json')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is strict about YAML', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghij'.split('').map((key, index) => {
        const previous = String.fromCharCode(97 + index);
        return `${key}: &${key} [${Array(9).fill(`*${previous}`).join(', ')}]`;
      }),
    ].join('\n');
    const cases = [
      ['a: 1\na: 2\n', /^config:2:1: .*unique/],
      ['a: !custom 1\n', /^config:1:4: .*tag/],
      ['a: !!js/function "x"\n', /^config:1:4: /],
      ['a: .inf\n', 'a must be a JSON value, got Infinity'],
      ['%YAML 1.1\n---\na: yes\n', 'the YAML version must be 1.2, got 1.1'],
      ['a: 1\n---\nb: 2\n', /^config:\d+:\d+: /],
      ['a: *none\n', /none/],
      [bomb, /alias/i],
      ['['.repeat(50_000), DataError],
      ['a: &a [*a]\n', DataError],
    ] as const;
    for (const [text, message] of cases) {
      expect(() => parseConfig(text, 'yaml'), text.slice(0, 40)).toThrow(DataError);
      expect(() => parseConfig(text, 'yaml'), text.slice(0, 40)).toThrow(message as RegExp);
    }
  });
});

describe('readNpzFile', () => {
  it('reads arrays from disk and names the file that is no archive', async () => {
    const array = ndArray(Float64Array.of(1, 2), [2]);
    expect(await readNpzFile(await written('a.npz', writeNpz({ array }, { compress: true })))).toEqual({
      array,
    });
    await expect(readNpzFile(await written('b.npz', 'no'))).rejects.toThrow(
      /b\.npz: a zip archive must end with its directory/,
    );
    await expect(readNpzFile(await written('c.npz', new Uint8Array(100)), { maxBytes: 99 })).rejects.toThrow(
      'at most 99 bytes',
    );
    await expect(readNpzFile(folder)).rejects.toThrow(/regular file|EISDIR/);
  });
});
