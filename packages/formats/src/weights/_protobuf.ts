import { byteReader } from './_byteReader';

type FieldValue =
  | { readonly kind: 'varint'; readonly value: bigint }
  | { readonly kind: 'fixed32'; readonly value: number }
  | { readonly kind: 'fixed64'; readonly value: Uint8Array }
  | { readonly kind: 'bytes'; readonly value: Uint8Array };

/** One field of a message: its number, the byte of the file where it ends, and what it holds. */
export type ProtobufField = { readonly field: number; readonly end: number } & FieldValue;

/**
 * The fields of a message in their order, unread ones too; messages within it are bytes.
 *
 * @param who what errors call the message
 * @param origin the byte of the file where it begins
 * @param most fields that it may have
 * @throws DataError for anything but whole fields, and more of them; groups, long deprecated, are refused
 * @source protobuf.dev, Encoding
 */
export function protobufFields(
  bytes: Uint8Array,
  who: string,
  origin: number,
  most = Infinity,
): ProtobufField[] {
  const reader = byteReader(bytes, who, origin);
  const valueOf = (wireType: number): FieldValue => {
    switch (wireType) {
      case 0:
        return { kind: 'varint', value: reader.varint64() };
      case 1:
        return { kind: 'fixed64', value: reader.take(8) };
      case 2:
        return { kind: 'bytes', value: reader.take(reader.varint()) };
      case 5:
        return { kind: 'fixed32', value: reader.uint32() };
      default:
        return reader.fail('have fields of known types', `type ${wireType}`);
    }
  };
  const fields: ProtobufField[] = [];
  while (reader.left() > 0) {
    if (fields.length === most) reader.fail(`have at most ${most} fields`, 'more');
    const tag = reader.varint();
    const field = Math.floor(tag / 8);
    if (field === 0 || field >= 2 ** 29) reader.fail('have fields of possible numbers', field);
    const value = valueOf(tag % 8);
    fields.push({ field, end: origin + bytes.length - reader.left(), ...value });
  }
  return fields;
}
