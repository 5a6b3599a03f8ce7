import { DataError } from '@goal-driven/core/arrays';

/** A pickle that ends before it says so; more of the file may hold the rest. */
export class PickleCutOff extends DataError {}

const MAX_LINE = 4096;

/**
 * The place in the bytes of a pickle that is being read, and the numbers and texts that stand there.
 *
 * @param name what errors call the pickle
 * @param offset where it begins
 */
export function pickleCursor(bytes: Uint8Array, name: string, offset: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = offset;
  let opcodeAt = offset;

  const fail = (must: string, got: unknown): never => {
    throw new DataError(`${name}: ${must}, got ${shown(got)} at byte ${opcodeAt}`);
  };
  /** `length` bytes from here on, not copied. */
  const take = (length: number): Uint8Array => {
    if (!Number.isSafeInteger(length)) fail('a length must be possible', length);
    if (length > bytes.length - position)
      throw new PickleCutOff(
        `${name}: a pickle must end within ${bytes.length} bytes, got ${length} more from byte ${position} (opcode at byte ${opcodeAt})`,
      );
    position += length;
    return bytes.subarray(position - length, position);
  };
  const field = (length: number) => (take(length), position - length);

  return {
    fail,
    take,
    next: (): number => ((opcodeAt = position), take(1)[0]!),
    position: () => position,
    uint8: (): number => view.getUint8(field(1)),
    uint16: (): number => view.getUint16(field(2), true),
    uint32: (): number => view.getUint32(field(4), true),
    int32: (): number => view.getInt32(field(4), true),
    uint64: (): number => Number(view.getBigUint64(field(8), true)),
    float64: (): number => view.getFloat64(field(8), false),
    /** A line without its end, of protocol 0; its bytes are Latin-1. */
    line(): string {
      const end = bytes.subarray(position, position + MAX_LINE).indexOf(10);
      if (end < 0 && bytes.length - position <= MAX_LINE) take(MAX_LINE + 1);
      if (end < 0) fail(`a line must end within ${MAX_LINE} bytes`, 'a longer one');
      const line = String.fromCharCode(...take(end));
      take(1);
      return line;
    },
    text: (length: number): string => textOf(take(length), fail),
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
