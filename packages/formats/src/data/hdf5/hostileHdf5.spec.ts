import { EnvironmentError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import golden from '../../../goldens/hdf5.json';
import netcdf from '../../../goldens/netcdf.json';
import { expectTyped, fuzz, meetsDamage } from '../../hostile.fixture';
import { openHdf5 } from './openHdf5';

/** All that a file has: what fails is left, as someone who looks around would. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await openHdf5(bytes, { maxBytes: 2 ** 20 });
  for (const entry of (await expectTyped(() => file.list())) ?? []) {
    if (entry.kind === 'dataset') await expectTyped(() => file.read(entry.path));
    if (entry.kind === 'dataset' || entry.kind === 'group')
      await expectTyped(() => file.attributes(entry.path));
  }
  file.close();
}

describe('openHdf5', () => {
  // Found by fuzzing: h5wasm counted -1 filters without a sign, to 2^32.
  it('refuses a dataset that does not describe itself', async () => {
    const bytes = new Uint8Array(Buffer.from(netcdf.file, 'base64'));
    for (const [at, value] of [
      [2199, 1],
      [3461, 176],
      [4678, 127],
    ] as const)
      bytes[at] = value;
    const file = await openHdf5(bytes);
    expect(() => file.list()).toThrow(
      'hdf5: /inner/names: the dataset must be readable, got ran off end of input buffer while decoding (H5HG__cache_heap_deserialize)',
    );
    file.close();
  });

  it('stops what does not return, says where, and reads on with a library of its own', async () => {
    const bytes = new Uint8Array(Buffer.from(golden.everything, 'base64'));
    let stuck = false;
    const source = {
      size: bytes.length,
      readSync: (offset: number, target: Uint8Array) => {
        while (stuck);
        target.set(bytes.subarray(offset, offset + target.length));
        return target.length;
      },
    };
    const [file, other] = [await openHdf5(source, { name: 'a.h5', maxSeconds: 0.2 }), await openHdf5(bytes)];
    stuck = true;
    expect(() => file.list()).toThrow(
      /^a\.h5: \/\S*: .* must be readable, got a call that had not returned after 0\.2 s$/,
    );
    // Both lay in the library that is lost.
    for (const each of [file, other]) {
      expect(() => each.keys('/')).toThrow(EnvironmentError);
      each.close();
    }
    stuck = false;
    const anew = await openHdf5(source);
    expect(anew.list().length).toBeGreaterThan(1);
    anew.close();
  });

  for (const name of ['everything', 'latest', 'half of chunks'] as const) {
    fuzz(`a damaged file of HDF5, ${name}`, async () => {
      const whole = new Uint8Array(Buffer.from(golden[name], 'base64'));
      await meetsDamage(whole, readAll, 1 / 3);
      // The library has survived: after a crash it would refuse all.
      const file = await openHdf5(whole);
      expect(file.list().length).toBeGreaterThan(1);
      file.close();
    });
  }
});
