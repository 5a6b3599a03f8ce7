/** What HDF5 reads first of a global heap, bytes. */
const FIRST_READ = 4096;
const HEAD = 16;
const SIGNATURE = [...new TextEncoder().encode('GCOL'), 1, 0, 0, 0];

/** Whether bytes that HDF5 asked for are the beginning of a global heap, the place of texts and lists of any length. */
export const beginsHeap = (bytes: Uint8Array): boolean =>
  bytes.length === FIRST_READ && SIGNATURE.every((byte, index) => bytes[index] === byte);

/**
 * Where in a global heap an object lies after which HDF5 would look at the same object again, for ever: it adds up sizes
 * in 32 bits here and does not notice a sum of zero.
 *
 * Heaps of files whose lengths have 4 or 8 bytes, as all have that are known, are looked through.
 *
 * @param heap from its signature on; at most to the end of the file
 * @returns bytes from the beginning of the heap, undefined where there is no such object
 * @source HDF5 file format, version 3.0, III.E
 */
export function endlessHeap(heap: Uint8Array): number | undefined {
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength);
  for (let at = HEAD; at + HEAD <= heap.length;) {
    const [number, size] = [view.getUint16(at, true), view.getUint32(at + 8, true)];
    // Object 0 is what is free; its size is that of its head as well.
    const step = number === 0 ? size : (HEAD + size + (-size & 7)) % 2 ** 32;
    if (step === 0) return at;
    at += step;
  }
  return undefined;
}
