import { DataError } from '@goal-driven/core/arrays';
import { protobufFields, type ProtobufField } from './_protobuf';

/** A part of an axis: from `start`, `length` long; undefined for all of it. */
export type Extent = { readonly start: number; readonly length: number | undefined };

/** Where a tensor, or a slice of one, lies in a bundle; places and sizes in bytes. */
export type BundleEntry = {
  /** TensorFlow's number of the element type. */
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  /** Masked CRC-32C. */
  readonly crc: number;
  /** If any, the tensor is in these, each with an entry of its own. */
  readonly slices: readonly (readonly Extent[])[];
};

export type BundleHeader = { readonly shards: number; readonly littleEndian: boolean };

type Reading = { readonly who: string; readonly origin: number };

const MAX_AXES = 254;
/** Those of an entry are few, but for a slice each. */
const MAX_FIELDS = 65_536;

const fieldsOf = (bytes: Uint8Array, { who, origin }: Reading): ProtobufField[] =>
  protobufFields(bytes, who, origin, MAX_FIELDS);

/**
 * @throws DataError for a header that is none, or asks for a newer reader
 * @source TensorFlow, core/protobuf/tensor_bundle.proto, BundleHeaderProto
 */
export function bundleHeader(bytes: Uint8Array, { who, origin }: Reading): BundleHeader {
  const fields = fieldsOf(bytes, { who, origin });
  const version = fields.find(({ field, kind }) => field === 3 && kind === 'bytes')?.value as Uint8Array;
  const oldest = version && numberOf(fieldsOf(version, { who, origin }), 2, { who, origin });
  if (oldest > 1)
    throw new DataError(`${who} must be for readers of version 1, got ${oldest} at byte ${origin}`);
  const shards = numberOf(fields, 1, { who, origin });
  if (shards < 1 || shards > 99_999)
    throw new DataError(`${who} must tell of 1 to 99999 shards, got ${shards} at byte ${origin}`);
  return { shards, littleEndian: numberOf(fields, 2, { who, origin }) === 0 };
}

/**
 * @throws DataError for an entry that is none
 * @source TensorFlow, core/protobuf/tensor_bundle.proto, BundleEntryProto
 */
export function bundleEntry(bytes: Uint8Array, { who, origin }: Reading): BundleEntry {
  const fields = fieldsOf(bytes, { who, origin });
  const number = (field: number) => numberOf(fields, field, { who, origin });
  const crc = fields.find(({ field, kind }) => field === 6 && kind === 'fixed32')?.value;
  return {
    dtype: number(1),
    shape: shapeOf(fields, { who, origin }),
    shard: number(3),
    offset: number(4),
    size: number(5),
    crc: (crc as number | undefined) ?? 0,
    slices: messages(fields, 7).map((slice) => extentsOf(slice, { who, origin })),
  };
}

/** A TensorShapeProto: 2 dim { 1 size }, 3 unknown_rank. */
function shapeOf(fields: readonly ProtobufField[], { who, origin }: Reading): number[] {
  const parts = messages(fields, 2).flatMap((shape) => fieldsOf(shape, { who, origin }));
  if (numberOf(parts, 3, { who, origin }) !== 0)
    throw new DataError(`${who} must have a known number of axes, got none at byte ${origin}`);
  const axes = messages(parts, 2);
  if (axes.length > MAX_AXES)
    throw new DataError(`${who} must have at most ${MAX_AXES} axes, got ${axes.length} at byte ${origin}`);
  return axes.map((axis) => numberOf(fieldsOf(axis, { who, origin }), 1, { who, origin }));
}

/** A TensorSliceProto: 1 extent { 1 start, 2 length }. */
function extentsOf(slice: Uint8Array, { who, origin }: Reading): Extent[] {
  const extents = messages(fieldsOf(slice, { who, origin }), 1);
  return extents.map((extent) => {
    const fields = fieldsOf(extent, { who, origin });
    const whole = !fields.some(({ field }) => field === 2);
    return {
      start: numberOf(fields, 1, { who, origin }),
      length: whole ? undefined : numberOf(fields, 2, { who, origin }),
    };
  });
}

const messages = (fields: readonly ProtobufField[], number: number): Uint8Array[] =>
  fields.flatMap((each) => (each.field === number && each.kind === 'bytes' ? [each.value] : []));

/** An integer field, 0 where it is absent; negative ones and those beyond 2^53 are no sizes. */
function numberOf(fields: readonly ProtobufField[], number: number, { who, origin }: Reading): number {
  const found = fields.findLast(({ field, kind }) => field === number && kind === 'varint')?.value ?? 0n;
  if (typeof found !== 'bigint' || found > Number.MAX_SAFE_INTEGER)
    throw new DataError(`${who} must have possible sizes, got ${String(found)} at byte ${origin}`);
  return Number(found);
}
