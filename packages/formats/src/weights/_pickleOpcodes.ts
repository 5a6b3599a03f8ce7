import type { PickleMachine } from './_pickleMachine';
import type { PickleValue } from './PickleValue';

export type PickleStep = (machine: PickleMachine) => void;

const MAX_INTEGER_BYTES = 256;

/** Python's integers: numbers as far as they are exact, beyond that bigint. */
export const pythonInteger = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

/** Little-endian, two's complement. */
function longFrom(machine: PickleMachine, length: number): number | bigint {
  if (length > MAX_INTEGER_BYTES)
    machine.fail(`an integer must have at most ${MAX_INTEGER_BYTES} bytes`, length);
  const digits = Array.from(machine.take(length), (byte) => byte.toString(16).padStart(2, '0'));
  return digits.length === 0
    ? 0
    : pythonInteger(BigInt.asIntN(8 * length, BigInt(`0x${digits.reverse().join('')}`)));
}

function decimal(machine: PickleMachine, line: string): number | bigint {
  if (!/^[+-]?\d{1,620}$/.test(line)) machine.fail('an integer must be of decimal digits', line);
  return pythonInteger(BigInt(line));
}

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t' };

/** Python 2's quoted text of protocol 0. */
function unquoted(machine: PickleMachine, line: string): string {
  const inside = /^(['"])(.*)\1$/s.exec(line)?.[2];
  if (inside === undefined) return machine.fail('text must be in quotes', line);
  return inside.replaceAll(/\\(x[0-9a-f]{2}|.?)/gis, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if ('\\\'"'.includes(code) && code !== '') return code;
    return ESCAPES[code] ?? machine.fail('an escape must be known', `\\${code}`);
  });
}

const unescaped = (line: string): string =>
  line.replaceAll(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (whole, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long!, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });

const float = (machine: PickleMachine, line: string): number => {
  if (/^[+-]?(inf|nan)$/i.test(line)) return /nan/i.test(line) ? NaN : line[0] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(line))
    machine.fail('a number must be of decimal digits', line);
  return Number(line);
};

const SIZES = { 1: 'uint8', 4: 'uint32', 8: 'uint64' } as const;
const text = (size: keyof typeof SIZES) => (m: PickleMachine) => m.push(m.text(m[SIZES[size]]()));
const bytes = (size: keyof typeof SIZES) => (m: PickleMachine) => m.push(m.take(m[SIZES[size]]()));

/** Opcodes that push a value which stands in the bytes. */
export const literalOpcodes: { readonly [letter: string]: PickleStep } = {
  N: (m) => m.push(null),
  '\x88': (m) => m.push(true),
  '\x89': (m) => m.push(false),
  I: (m) => {
    const line = m.line();
    m.push(line === '00' || line === '01' ? line === '01' : decimal(m, line));
  },
  J: (m) => m.push(m.int32()),
  K: (m) => m.push(m.uint8()),
  M: (m) => m.push(m.uint16()),
  L: (m) => m.push(decimal(m, m.line().replace(/L$/, ''))),
  '\x8a': (m) => m.push(longFrom(m, m.uint8())),
  '\x8b': (m) => m.push(longFrom(m, m.uint32())),
  F: (m) => m.push(float(m, m.line())),
  G: (m) => m.push(m.float64()),
  S: (m) => m.push(unquoted(m, m.line())),
  U: text(1),
  T: text(4),
  V: (m) => m.push(unescaped(m.line())),
  X: text(4),
  '\x8c': text(1),
  '\x8d': text(8),
  B: bytes(4),
  C: bytes(1),
  '\x8e': bytes(8),
  '\x96': bytes(8),
};

function appendTo(machine: PickleMachine, values: readonly PickleValue[]): void {
  const list = machine.top();
  if (!Array.isArray(list) || Object.isFrozen(list)) return machine.fail('values must go into a list', list);
  for (const value of values) list.push(value);
}

function setIn(machine: PickleMachine, entries: readonly PickleValue[]): void {
  const dict = machine.top();
  if (dict === null || typeof dict !== 'object' || !('kind' in dict) || dict.kind !== 'dict')
    return machine.fail('items must go into a dictionary', dict);
  if (entries.length % 2 !== 0)
    machine.fail('keys and values must come in pairs', `${entries.length} values`);
  for (const value of entries) dict.entries.push(value);
}

const tuple = (count: number) => (m: PickleMachine) => {
  const values = m.counted(Array.from({ length: count }, () => m.pop()));
  m.push(values.reverse());
};
const listed = (m: PickleMachine) => {
  const values = m.sinceMark();
  m.push(m.counted(Object.isFrozen(values) ? [] : values));
};

/** Opcodes that move, note and gather values. */
export const structureOpcodes: { readonly [letter: string]: PickleStep } = {
  '(': (m) => m.mark(),
  '0': (m) => void m.pop(),
  '1': (m) => void m.sinceMark(),
  '2': (m) => m.push(m.top()),
  ')': (m) => m.push(m.nothing),
  t: (m) => {
    const values = m.sinceMark();
    m.push(Object.isFrozen(values) ? values : m.counted(values));
  },
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  ']': (m) => m.push(m.counted([])),
  l: listed,
  a: (m) => appendTo(m, [m.pop()]),
  e: (m) => appendTo(m, m.sinceMark()),
  '\x8f': (m) => m.push(m.counted([])),
  '\x90': (m) => appendTo(m, m.sinceMark()),
  '\x91': listed,
  '}': (m) => m.push(m.dict()),
  d: (m) => m.push(m.dict(m.sinceMark())),
  s: (m) => {
    const value = m.pop();
    setIn(m, [m.pop(), value]);
  },
  u: (m) => setIn(m, m.sinceMark()),
  p: (m) => m.note(Number(decimal(m, m.line())), m.top()),
  q: (m) => m.note(m.uint8(), m.top()),
  r: (m) => m.note(m.uint32(), m.top()),
  '\x94': (m) => m.note(m.memo.size, m.top()),
  g: (m) => m.push(m.noted(Number(decimal(m, m.line())))),
  h: (m) => m.push(m.noted(m.uint8())),
  j: (m) => m.push(m.noted(m.uint32())),
};
