/** What an element of a list, or a field, costs a reader that keeps them all, bytes, roughly. */
const ELEMENT_BYTES = 64;
const MAX_DEPTH = 32;
const TYPES = { truth: 1, falsehood: 2, byte: 3, double: 7, binary: 8, list: 9, struct: 12 } as const;

/**
 * Walks over a struct in Thrift's compact protocol, as hyparquet will read it, which believes every length of a list.
 *
 * @throws RangeError for a struct that leaves the bytes, is nested beyond 32 levels, or of more elements than take four
 *   times the bytes and 16 MiB
 * @source Apache Thrift, compact protocol
 */
export function checkThrift(bytes: Uint8Array, start: number): void {
  let at = start;
  let budget = 4 * (bytes.length - start) + 2 ** 24;
  const refuse = (must: string): never => {
    throw new RangeError(`metadata that must ${must} at byte ${at - start} of it`);
  };
  const skip = (count: number): void => {
    if (count > bytes.length - at) refuse('end before the file does');
    at += count;
  };
  const byte = (): number => (at < bytes.length ? bytes[at++]! : refuse('end before the file does'));
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const next = byte();
      value += (next & 127) * 2 ** shift;
      if (next < 128) return value;
    }
    return refuse('have numbers of 64 bits');
  };
  const element = (type: number, depth: number): void => {
    budget -= ELEMENT_BYTES;
    if (budget < 0) refuse('have a possible number of elements');
    if (type === TYPES.byte) skip(1);
    else if (type > TYPES.byte && type < TYPES.double) varint();
    else if (type === TYPES.double) skip(8);
    else if (type === TYPES.binary) skip(varint());
    else if (type === TYPES.list) list(depth + 1);
    else if (type === TYPES.struct) struct(depth + 1);
    else if (type !== TYPES.truth && type !== TYPES.falsehood) refuse('be of known types');
  };
  const list = (depth: number): void => {
    const head = byte();
    const size = head >> 4 === 15 ? varint() : head >> 4;
    const type = head & 15;
    if (depth > MAX_DEPTH || size > bytes.length - at) refuse('have lists of possible lengths');
    // In lists, a truth value takes a byte.
    for (let index = 0; index < size; index++) element(type <= TYPES.falsehood ? TYPES.byte : type, depth);
  };
  const struct = (depth: number): void => {
    if (depth > MAX_DEPTH) refuse('be less nested');
    for (let head = byte(); (head & 15) !== 0; head = byte()) {
      if (head >> 4 === 0) varint();
      element(head & 15, depth);
    }
  };
  struct(0);
}
