import { DataError } from '@goal-driven/core/arrays';
import { byteReader } from '../../weights/_byteReader';
import { protobufFields, type ProtobufField } from '../../weights/_protobuf';

/** What a tf.Example holds under one name; `empty` where it says no kind. */
export type TfFeature =
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'float'; readonly values: Float32Array }
  | { readonly kind: 'int64'; readonly values: BigInt64Array }
  | { readonly kind: 'empty' };

const KINDS = [undefined, 'bytes', 'float', 'int64'] as const;

/**
 * The features of a tf.Example, which a record of a TFRecord file holds. Bytes are views of the record.
 *
 * @param name what errors call the record
 * @throws DataError naming the feature and the byte of the record, for anything but a whole message
 * @source tensorflow/core/example/example.proto and feature.proto
 */
export function tfExample(record: Uint8Array, name = 'tf.Example'): Record<string, TfFeature> {
  const place = (bytes: Uint8Array) => bytes.byteOffset - record.byteOffset;
  const parts = (bytes: Uint8Array, who: string) => protobufFields(bytes, who, place(bytes));
  const features = new Map<string, TfFeature>();
  for (const message of inner(parts(record, name), 1, name)) {
    for (const entry of inner(parts(message, name), 1, name)) {
      const fields = parts(entry, name);
      const key = text(inner(fields, 1, name)[0] ?? new Uint8Array(0), name, place(entry));
      const value = inner(fields, 2, name)[0];
      const who = `${name}: ${JSON.stringify(key)}`;
      // As protocol buffers have it, the last of one name counts.
      features.set(key, value === undefined ? { kind: 'empty' } : featureOf(parts(value, who), who, place));
    }
  }
  return Object.fromEntries(features);
}

/** The messages of a field number, in their order. */
function inner(fields: readonly ProtobufField[], number: number, who: string): Uint8Array[] {
  return fields.flatMap((field) => {
    if (field.field !== number) return [];
    if (field.kind !== 'bytes')
      throw new DataError(
        `${who} must have messages as field ${number}, got a ${field.kind} before byte ${field.end}`,
      );
    return [field.value];
  });
}

function text(bytes: Uint8Array, who: string, at: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DataError(`${who} must have names in UTF-8, got other bytes at byte ${at}`);
  }
}

function featureOf(
  fields: readonly ProtobufField[],
  who: string,
  place: (bytes: Uint8Array) => number,
): TfFeature {
  const last = fields.filter(({ field }) => field >= 1 && field <= 3).at(-1);
  const kind = last && KINDS[last.field];
  if (last === undefined || kind === undefined) return { kind: 'empty' };
  const [list] = inner([last], last.field, who);
  const values = protobufFields(list!, who, place(list!)).filter(({ field }) => field === 1);
  if (kind === 'bytes') return { kind, values: inner(values, 1, who) };
  return kind === 'float'
    ? { kind, values: Float32Array.from(values.flatMap((each) => floats(each, who))) }
    : { kind, values: BigInt64Array.from(values.flatMap((each) => integers(each, who, place))) };
}

/** Packed into one field, or a field each. */
function floats(field: ProtobufField, who: string): number[] {
  if (field.kind === 'fixed32') return [new Float32Array(Uint32Array.of(field.value).buffer)[0]!];
  if (field.kind !== 'bytes' || field.value.length % 4 !== 0)
    throw new DataError(`${who} must have floats of 4 bytes, got a ${field.kind} before byte ${field.end}`);
  const { buffer, byteOffset, length } = field.value;
  const view = new DataView(buffer, byteOffset, length);
  return Array.from({ length: length / 4 }, (_, index) => view.getFloat32(4 * index, true));
}

function integers(field: ProtobufField, who: string, place: (bytes: Uint8Array) => number): bigint[] {
  if (field.kind === 'varint') return [BigInt.asIntN(64, field.value)];
  if (field.kind !== 'bytes')
    throw new DataError(`${who} must have integers, got a ${field.kind} before byte ${field.end}`);
  const reader = byteReader(field.value, who, place(field.value));
  const values: bigint[] = [];
  while (reader.left() > 0) values.push(BigInt.asIntN(64, reader.varint64()));
  return values;
}
