import { describe, expect, it } from 'vitest';
import golden from '../../../goldens/hdf5.json';
import { beginsHeap, endlessHeap } from './_endlessHeap';
import { openHdf5 } from './openHdf5';

const file = new Uint8Array(Buffer.from(golden.everything, 'base64'));
const start = Buffer.from(file).indexOf('GCOL');

/** The heap of a file, with the number and the size of its second object in place of those it has. */
function damaged(number: number, size: bigint): Uint8Array {
  const bytes = file.slice();
  const view = new DataView(bytes.buffer, start);
  const second = 16 + 16 + Math.ceil(view.getUint32(24, true) / 8) * 8;
  view.setUint16(second, number, true);
  view.setBigUint64(second + 8, size, true);
  return bytes;
}

describe('endlessHeap', () => {
  it('finds nothing in a heap that is whole', () => {
    expect(beginsHeap(file.subarray(start, start + 4096))).toBe(true);
    expect(beginsHeap(file.subarray(0, 4096))).toBe(false);
    expect(endlessHeap(file.subarray(start, start + 4096))).toBeUndefined();
  });

  // Found by fuzzing: each of these files kept HDF5 2.0 going for ever when a text was read.
  it.each([
    ['free', 0, 0n],
    ['free, beyond 32 bits', 0, 0x6362_0000_0000_0000n],
    ['taken, up to 32 bits with its head', 7, 0xffff_fff0n],
    ['taken, up to 32 bits when it is rounded', 7, 0xffff_ffe9n],
  ])('refuses a size that adds up to zero: %s', async (_name, number, size) => {
    const bytes = damaged(number, size);
    expect(endlessHeap(bytes.subarray(start, start + 4096))).toBeGreaterThan(16);
    const hdf5 = await openHdf5(bytes, { maxSeconds: 5 });
    expect(() => hdf5.attributes('/session')).toThrow(
      /^hdf5: \/session@\w+: .* must be readable, got a global heap at byte \d+ whose object at byte \d+ has no end$/,
    );
    hdf5.close();
  });
});
