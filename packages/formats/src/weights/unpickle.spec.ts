import { describe, expect, it } from 'vitest';
import golden from '../../goldens/readTorch.json';
import type { PickleGlobal, PickleValue } from './PickleValue';
import { unpickle } from './unpickle';

const read = (pickle: string | Uint8Array, globals: readonly PickleGlobal[] = []) =>
  unpickle(typeof pickle === 'string' ? Buffer.from(pickle, 'latin1') : pickle, {
    name: 'x',
    globals: (name) => globals.find((each) => each.name === name),
  }).value;

/** Dictionaries as objects. */
const plain = (value: PickleValue): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (value === null || typeof value !== 'object' || !('kind' in value) || value.kind !== 'dict')
    return value;
  const { entries } = value;
  return {
    dict: Object.fromEntries(
      entries.flatMap((key, index) => (index % 2 === 0 ? [[String(key), plain(entries[index + 1]!)]] : [])),
    ),
  };
};

const set: PickleGlobal = {
  kind: 'global',
  name: 'builtins set',
  call: ([items], complain) => (Array.isArray(items) ? items : complain('a set must be of a list', items)),
};
const oldSet: PickleGlobal = { ...set, name: '__builtin__ set' };

describe('unpickle', () => {
  for (const { protocol, file } of golden.pickles.files) {
    it(`reads what Python ${golden.versions.python} wrote in protocol ${protocol} (goldens/readTorch.py)`, () => {
      const value = plain(read(new Uint8Array(Buffer.from(file, 'base64')), [set, oldSet])) as {
        dict: { floats: unknown[] };
      };
      const expected = structuredClone(golden.pickles.value) as unknown as typeof value;
      expected.dict.floats[2] = Infinity; // JSON has none
      expect(value).toEqual(expected);
    });
  }

  it('is as by hand', () => {
    expect(read('I01\n.')).toBe(true);
    expect(read('I-7\n.')).toBe(-7);
    expect(read('L9007199254740993L\n.')).toBe(9007199254740993n);
    expect(read('F-1.5e3\n.')).toBe(-1500);
    expect(read("S'a\\x62\\n\\''\n.")).toBe("ab\n'");
    expect(read('V\\u00b5\\U0001f9e0\n.')).toBe('\u00b5\u{1f9e0}');
    expect(read('\x8a\x02\xff\x7f.')).toBe(32767);
    expect(read('\x8a\x01\xff.')).toBe(-1);
    expect(read('\x8a\x00.')).toBe(0);
    expect(read('(K\x01K\x02l.')).toEqual([1, 2]);
    expect(read('(K\x01(K\x021K\x03t.')).toEqual([1, 3]);
    expect(read('K\x01p300\n0g300\n.')).toBe(1);
    expect(plain(read('(U\x01aK\x01d.'))).toEqual({ dict: { a: 1 } });
  });

  it('keeps one object one object', () => {
    const list = read(']q\x00(]q\x01h\x01e.') as PickleValue[];
    expect(list[0]).toBe(list[1]);
  });

  it('calls what it is given, with what stands there, and nothing else', () => {
    const asked: unknown[] = [];
    const global: PickleGlobal = { kind: 'global', name: 'a b', call: (args) => (asked.push(args), 'made') };
    expect(read('ca\nb\n(K\x01K\x02tR.', [global])).toBe('made');
    expect(read('\x8c\x01a\x8c\x01b\x93)\x81.', [global])).toBe('made');
    expect(asked).toEqual([[1, 2], []]);
    expect(() => read('ca\nb\n)R.', [{ kind: 'global', name: 'a b' }])).toThrow(
      'must be a function, got a b at byte 6',
    );
    expect(() => read('ca\nb\nK\x01R.', [global])).toThrow('arguments must be a tuple, got 1 at byte 7');
    expect(() => read('K\x01)R.')).toThrow('what is called must be a global, got 1 at byte 3');
    expect(() => read('ca\nb\n.')).toThrow('got the global "a.b" at byte 0');
    expect(() => read('K\x01K\x02b.')).toThrow(
      'only dictionaries and arrays may have a state, got 1 at byte 4',
    );
    expect(() => read('K\x01Q.')).toThrow('must have no persistent ids, got 1 at byte 2');
  });

  it('refuses what is no pickle, with the byte', () => {
    expect(() => read('.')).toThrow('x: a value must be on the stack, got none at byte 0');
    expect(() => read('K\x01K\x02.')).toThrow('must end with one value, got 2 at byte 4');
    expect(() => read('(.')).toThrow('a value must be on the stack');
    expect(() => read('t.')).toThrow('a mark must be on the stack');
    expect(() => read('h\x05.')).toThrow('must have been noted before, got number 5 at byte 0');
    expect(() => read('K\x01K\x02a.')).toThrow('values must go into a list, got 1 at byte 4');
    expect(() => read(')K\x02a.')).toThrow('values must go into a list');
    expect(() => read('](K\x01u.')).toThrow('items must go into a dictionary');
    expect(() => read('}(K\x01u.')).toThrow('must come in pairs');
    expect(() => read('U\x02\xff\xfe.')).toThrow('text must be UTF-8');
    expect(() => read('\x80\x06.')).toThrow('must be at most 5, got 6');
    expect(() => read('\x82\x01.')).toThrow('must be one that makes plain values, got 0x82 at byte 0');
    for (const line of ['Ix\n.', 'F1e\n.', 'Sabc\n.', "S'\\q'\n.", `I${'1'.repeat(5000)}\n.`])
      expect(() => read(line)).toThrow(/at byte 0$/);
  });

  it('says how far a pickle is cut off, whatever length it asks for', () => {
    expect(() => read('K')).toThrow('must end within 1 bytes, got 1 more from byte 1 (opcode at byte 0)');
    expect(() => read('X\xff\xff\xff\xffab.')).toThrow('got 4294967295 more from byte 5');
    expect(() => read('\x8e\xff\xff\xff\xff\xff\xff\xff\xff.')).toThrow('a length must be possible');
    expect(() => read('I12')).toThrow('must end within 3 bytes');
  });

  it('bounds what a short pickle may ask for', () => {
    expect(() => read(`${'}'.repeat(9000)}.`)).toThrow(
      /must make at most 6346 objects, got more at byte 6346/,
    );
    expect(() => read(`${'('.repeat(2 ** 20 + 1)}.`)).toThrow('at most 1048576 marks');
    expect(() => read(`${'N'.repeat(2 ** 20 + 1)}.`)).toThrow('must stack at most 1048576 values');
    expect(() => read(`\x8b\xff\xff\0\0${'1'.repeat(65535)}.`)).toThrow(
      'an integer must have at most 256 bytes, got 65535',
    );
  });
});
