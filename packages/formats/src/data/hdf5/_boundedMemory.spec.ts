import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import golden from '../../../goldens/netcdf.json';
import { withBoundedMemory } from './_boundedMemory';
import { hdf5Library } from './_hdf5Library';
import { openHdf5 } from './openHdf5';

/** `(memory (export "memory") 1)` in WebAssembly. */
const module = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1],
  ...[7, 10, 1, 6, ...new TextEncoder().encode('memory'), 2, 0],
);
type Memory = { grow(pages: number): number; buffer: ArrayBuffer };
const instantiate = () =>
  runInThisContext('(bytes) => WebAssembly.instantiate(bytes)')(module) as Promise<{
    instance: { exports: { memory: Memory } };
  }>;

describe('withBoundedMemory', () => {
  it('keeps the memory below a bound that may change, and that of no other module', async () => {
    const bound = { bytes: 3 * 65_536 };
    const { memory } = (await withBoundedMemory(bound, 'memory', instantiate)).instance.exports;
    expect(memory.grow(2)).toBe(1);
    expect(() => memory.grow(1)).toThrow(new RangeError('memory of 262144 bytes, of at most 196608'));
    bound.bytes = Infinity;
    expect(memory.grow(1)).toBe(3);
    const other = (await withBoundedMemory({ bytes: 0 }, 'another', instantiate)).instance.exports.memory;
    expect(other.grow(1)).toBe(1);
    const after = (await instantiate()).instance.exports.memory;
    expect(after.grow(1)).toBe(1);
  });

  // Node's own `fetch` compiles its parser first, and may do so while a library loads.
  it('bounds what is made of a compiled module too, and leaves others as they are', async () => {
    const make = (mark: string) =>
      withBoundedMemory({ bytes: 65_536 }, mark, () =>
        runInThisContext('(bytes) => WebAssembly.instantiate(new WebAssembly.Module(bytes))')(module),
      ) as Promise<{ exports: { memory: Memory } }>;
    expect((await make('another')).exports.memory.grow(1)).toBe(1);
    const { memory } = (await make('memory')).exports;
    expect(() => memory.grow(1)).toThrow('of at most 65536');
  });

  // Found by fuzzing: HDF5 asks for memory for a text before it looks how long that can be.
  it('refuses an impossible length without the memory for it', async () => {
    const bytes = new Uint8Array(Buffer.from(golden.file, 'base64'));
    const text = Buffer.from(bytes).indexOf(
      Buffer.from('02000000650800000000000b000000'.replace('650800000000000b', '65080000000000000b'), 'hex'),
    );
    expect(text).toBeGreaterThan(0);
    new DataView(bytes.buffer).setUint32(text, 0x60000000, true);
    const file = await openHdf5(bytes, { maxBytes: 2 ** 20 });
    expect(() => file.read('/inner/names')).toThrow(/^hdf5: \/inner\/names: the data must be readable, got /);
    file.close();
    expect((await hdf5Library()).HEAPU8.length).toBeLessThan(2 ** 27);
  });
});
