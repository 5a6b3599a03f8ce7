import { describe, expect } from 'vitest';
import golden from '../../../goldens/hdf5.json';
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
