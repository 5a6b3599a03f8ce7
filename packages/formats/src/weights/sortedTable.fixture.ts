import { maskedCrc32c } from '@goal-driven/core/arrays';

export type TableLine = readonly [key: string, value: readonly number[] | Uint8Array];

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];

/** The content of a block whose keys share nothing. */
export const blockContent = (lines: readonly TableLine[]): Buffer =>
  Buffer.concat([
    ...lines.map(([key, value]) =>
      Buffer.concat([
        Buffer.from([0, ...varint(key.length), ...varint(value.length)]),
        Buffer.from(key, 'latin1'),
        Buffer.from(value),
      ]),
    ),
    Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]),
  ]);

/** A table of one block of any content, plain (0) or packed by Snappy (1), with good checksums. */
export function sealedTable(content: Uint8Array, kind = 0): Buffer {
  const sealed = (bytes: Uint8Array, how: number) => {
    const body = Buffer.concat([bytes, Buffer.from([how])]);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE(maskedCrc32c(body));
    return Buffer.concat([body, checksum]);
  };
  const data = sealed(content, kind);
  const index = sealed(blockContent([['\xff', [0, ...varint(content.length)]]]), 0);
  const handles = Buffer.from([0, 0, ...varint(data.length), ...varint(index.length - 5)]);
  const footer = Buffer.concat([
    handles,
    Buffer.alloc(40 - handles.length),
    Buffer.from('57fb808b247547db', 'hex'),
  ]);
  return Buffer.concat([data, index, footer]);
}
