import { pickleCursor } from './_pickleCursor';
import type { PickleDict, PickleValue } from './PickleValue';

/** Values that a pickle may stack or note: what a pickle of a few bytes can ask for is bounded. */
const MAX_VALUES = 2 ** 24;
const MAX_STACK = 2 ** 20;
const MAX_OBJECTS = 2 ** 20;

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
  const cursor = pickleCursor(bytes, name, offset);
  const { fail } = cursor;
  let [values, objects] = [0, 0];
  const maxObjects = Math.min(MAX_OBJECTS, 4096 + Math.floor((bytes.length - offset) / 4));
  const stack: PickleValue[] = [];
  const marks: number[] = [];
  const memo = new Map<number, PickleValue>();
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
    ...cursor,
    stack,
    memo,
    push,
    counted,
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
