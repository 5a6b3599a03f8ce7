import { DataError } from '@goal-driven/core/arrays';
import type { PickleDict, PickleValue } from './PickleValue';

/** A pickle that ends before it says so; more of the file may hold the rest. */
export class PickleCutOff extends DataError {}

/** Values that a pickle may stack, note or put into one list: what a pickle of a few bytes can ask for is bounded. */
const MAX_VALUES = 2 ** 24;
const MAX_STACK = 2 ** 20;
const MAX_OBJECTS = 2 ** 20;
const MAX_LINE = 4096;

/** Shared by all who ask for `()`; frozen, so that nobody appends to it. */
const NOTHING = Object.freeze([]) as unknown as PickleValue[];

export type PickleMachine = ReturnType<typeof pickleMachine>;

/**
 * Stack, marks, notes and the place in the bytes of one pickle that is being read.
 *
 * @param name what errors call the pickle
 * @param offset where it begins
 */
export function pickleMachine(bytes: Uint8Array, name: string, offset: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = offset;
  let opcodeAt = offset;
  let [values, objects] = [0, 0];
  const maxObjects = Math.min(MAX_OBJECTS, 4096 + Math.floor((bytes.length - offset) / 4));
  const stack: PickleValue[] = [];
  const marks: number[] = [];
  const memo = new Map<number, PickleValue>();

  const fail = (must: string, got: unknown): never => {
    throw new DataError(`${name}: ${must}, got ${shown(got)} at byte ${opcodeAt}`);
  };
  /** `length` bytes from here on, not copied. */
  const take = (length: number): Uint8Array => {
    if (!Number.isSafeInteger(length) || length < 0) fail('a length must be a whole number', length);
    if (length > bytes.length - position)
      throw new PickleCutOff(
        `${name}: a pickle must end within ${bytes.length} bytes, got ${length} more from byte ${position} (opcode at byte ${opcodeAt})`,
      );
    position += length;
    return bytes.subarray(position - length, position);
  };
  const field = (length: number) => (take(length), position - length);
  const push = (value: PickleValue): void => {
    if (stack.length >= MAX_STACK || ++values > MAX_VALUES)
      fail(`a pickle must stack at most ${MAX_STACK} values, ${MAX_VALUES} in all`, 'more');
    stack.push(value);
  };
  const counted = <T>(made: T): T => {
    if (++objects > maxObjects)
      fail(`a pickle of this length must make at most ${maxObjects} objects`, 'more');
    return made;
  };
  const floor = () => marks.at(-1) ?? 0;

  return {
    stack,
    memo,
    fail,
    take,
    push,
    counted,
    next: (): number => ((opcodeAt = position), take(1)[0]!),
    position: () => position,
    uint8: (): number => view.getUint8(field(1)),
    uint16: (): number => view.getUint16(field(2), true),
    uint32: (): number => view.getUint32(field(4), true),
    int32: (): number => view.getInt32(field(4), true),
    uint64: (): number => Number(view.getBigUint64(field(8), true)),
    float64: (): number => view.getFloat64(field(8), false),
    /** A line without its end, of protocol 0. */
    line(): string {
      const end = bytes.subarray(position, position + MAX_LINE).indexOf(10);
      if (end < 0 && bytes.length - position <= MAX_LINE) take(MAX_LINE + 1);
      if (end < 0) fail(`a line must end within ${MAX_LINE} bytes`, 'a longer one');
      const line = textOf(take(end), fail);
      take(1);
      return line;
    },
    text: (length: number): string => textOf(take(length), fail),
    pop: (): PickleValue =>
      stack.length > floor() ? stack.pop()! : fail('a value must be on the stack', 'none'),
    top: (): PickleValue =>
      stack.length > floor() ? stack.at(-1)! : fail('a value must be on the stack', 'none'),
    mark: (): void => {
      if (marks.length >= MAX_STACK) fail(`a pickle must have at most ${MAX_STACK} marks`, 'more');
      marks.push(stack.length);
    },
    /** What was stacked since the last mark. */
    sinceMark: (): PickleValue[] => {
      const start = marks.pop() ?? fail('a mark must be on the stack', 'none');
      return start === stack.length ? NOTHING : stack.splice(start);
    },
    nothing: NOTHING,
    dict: (entries: PickleValue[] = []): PickleDict => {
      if (entries.length % 2 !== 0) fail('keys and values must come in pairs', `${entries.length} values`);
      return counted({ kind: 'dict', entries: Object.isFrozen(entries) ? [] : entries });
    },
    note: (index: number, value: PickleValue): void => {
      if (memo.size >= MAX_STACK && !memo.has(index))
        fail(`a pickle must note at most ${MAX_STACK} values`, 'more');
      memo.set(index, value);
    },
    noted: (index: number): PickleValue => {
      const value = memo.get(index);
      return value === undefined ? fail('a value must have been noted before', `number ${index}`) : value;
    },
  };
}

function textOf(bytes: Uint8Array, fail: (must: string, got: unknown) => never): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('text must be UTF-8', 'other bytes');
  }
}

/** A value in an error's few words. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 100 ? `${value.slice(0, 100)}...` : value;
  if (value === null || typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return 'kind' in value ? `a ${String(value.kind)}` : 'an object';
}
