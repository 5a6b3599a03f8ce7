import { DataError, maskedCrc32c } from '@goal-driven/core/arrays';

/**
 * The records of a TFRecord file that is not compressed, in their order: views of its bytes, each with its checksums
 * verified.
 *
 * @param name what errors call the file
 * @throws DataError naming record and byte, for a file that is cut off or damaged
 * @source tensorflow/core/lib/io/record_writer.cc
 */
export function* tfRecords(bytes: Uint8Array, name = 'tfrecord'): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (let index = 0; offset < bytes.length; index++) {
    const fail = (must: string, got: number): never => {
      throw new DataError(`${name}: record ${index} must ${must}, got ${got} at byte ${offset}`);
    };
    if (bytes.length - offset < 16) fail('have 16 bytes around it', bytes.length - offset);
    // The length's checksum comes first: a wrong length is found before it is believed.
    verify(bytes.subarray(offset, offset + 8), view.getUint32(offset + 8, true), fail);
    const length = Number(view.getBigUint64(offset, true));
    if (length > bytes.length - offset - 16)
      fail(`lie in the ${bytes.length - offset - 16} bytes left`, length);
    const record = bytes.subarray(offset + 12, offset + 12 + length);
    verify(record, view.getUint32(offset + 12 + length, true), fail);
    yield record;
    offset += 16 + length;
  }
}

function verify(bytes: Uint8Array, stored: number, fail: (must: string, got: number) => never): void {
  const expected = maskedCrc32c(bytes);
  if (stored !== expected) fail(`have the checksum ${expected}`, stored);
}
