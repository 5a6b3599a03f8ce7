import { sizeOf } from '@goal-driven/core/arrays';
import { elementAt, fail, TYPES, type MatSource } from './_MatSource';
import { nameOf } from './_matText';

/** What stands before the data of an array. */
export type MatArrayHeader = {
  readonly class: MatClass;
  readonly shape: readonly number[];
  readonly size: number;
  readonly name: string;
  readonly complex: boolean;
  readonly global: boolean;
  readonly logical: boolean;
  /** Where the data begin. */
  readonly next: number;
};

const classes = [
  ...['cell', 'struct', 'object', 'char', 'sparse', 'double', 'single', 'int8', 'uint8'],
  ...['int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'function', 'opaque'],
] as const;
export type MatClass = (typeof classes)[number];

/**
 * Flags, axes and name of the array whose parts lie from `start` to `end`.
 *
 * @throws DataError for anything else, and for a size past what a number can hold
 */
export function matHeader(source: MatSource, start: number, end: number, path: string): MatArrayHeader {
  const { view, littleEndian } = source;
  const flags = elementAt(source, start, end, path);
  if (flags.type !== TYPES.uint32 || flags.end - flags.start !== 8) {
    fail(source, path, `an array must begin with 8 bytes of flags, got type ${flags.type}`, start);
  }
  const word = view.getUint32(flags.start, littleEndian);
  const className = classes[(word & 0xff) - 1];
  if (className === undefined)
    return fail(source, path, `an array must have a class from 1 to 17, got ${word & 0xff}`, flags.start);
  const common = {
    class: className,
    complex: (word & 0x800) !== 0,
    global: (word & 0x400) !== 0,
    logical: (word & 0x200) !== 0,
  };
  if (className === 'opaque') {
    // Objects of new classes have a name where others have axes.
    const name = elementAt(source, flags.next, end, path);
    return { ...common, shape: [1, 1], size: 1, name: nameOf(source, name, path), next: name.next };
  }
  const axes = elementAt(source, flags.next, end, path);
  const count = (axes.end - axes.start) / 4;
  if (axes.type !== TYPES.int32 || !Number.isInteger(count) || count < 2 || count > 64) {
    fail(
      source,
      path,
      `an array must have from 2 to 64 axes of 4 bytes, got ${axes.end - axes.start} bytes of type ${axes.type}`,
      flags.next,
    );
  }
  const shape = Array.from({ length: count }, (_, axis) =>
    view.getInt32(axes.start + 4 * axis, littleEndian),
  );
  const size = sizeOf(shape);
  if (shape.some((axis) => axis < 0) || !Number.isSafeInteger(size)) {
    fail(source, path, `axes must be possible sizes, got [${shape}]`, axes.start);
  }
  const name = elementAt(source, axes.next, end, path);
  return { ...common, shape, size, name: nameOf(source, name, path), next: name.next };
}
