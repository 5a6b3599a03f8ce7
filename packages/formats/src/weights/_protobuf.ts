import { byteReader } from './_byteReader';

/** One field of a message: its number, and what it holds. */
export type ProtobufField =
  | { readonly field: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly field: number; readonly kind: 'fixed32'; readonly value: number }
  | { readonly field: number; readonly kind: 'fixed64'; readonly value: Uint8Array }
  | { readonly field: number; readonly kind: 'bytes'; readonly value: Uint8Array };

/**
 * The fields of a message in their order, unread ones too; messages within it are bytes.
 *
 * @param who what errors call the message
 * @param origin the byte of the file where it begins
 * @throws DataError for anything but whole fields; groups, long deprecated, are refused
 * @source protobuf.dev, Encoding
 */
export function protobufFields(bytes: Uint8Array, who: string, origin: number): ProtobufField[] {
  const reader = byteReader(bytes, who, origin);
  const fields: ProtobufField[] = [];
  while (reader.left() > 0) {
    const tag = reader.varint();
    const field = Math.floor(tag / 8);
    if (field === 0 || field >= 2 ** 29) reader.fail('have fields of possible numbers', field);
    switch (tag % 8) {
      case 0:
        fields.push({ field, kind: 'varint', value: reader.varint64() });
        break;
      case 1:
        fields.push({ field, kind: 'fixed64', value: reader.take(8) });
        break;
      case 2:
        fields.push({ field, kind: 'bytes', value: reader.take(reader.varint()) });
        break;
      case 5:
        fields.push({ field, kind: 'fixed32', value: reader.uint32() });
        break;
      default:
        reader.fail('have fields of known types', `type ${tag % 8}`);
    }
  }
  return fields;
}
