import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { GoalDrivenError } from '@goal-driven/core/arrays';
import golden from '../../../goldens/hdf5.json';
import { CASES, damaged } from '../_hostile.fixture';
import { openHdf5 } from './openHdf5';

/** All that a file has: what fails is left, as someone who looks around would. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await openHdf5(bytes, { maxBytes: 2 ** 20 });
  const tried = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      expect(error).toBeInstanceOf(GoalDrivenError);
      expect((error as Error).message).toMatch(/^hdf5: \//);
    }
  };
  tried(() => {
    for (const entry of file.list()) {
      if (entry.kind === 'dataset') tried(() => file.read(entry.path));
      if (entry.kind === 'dataset' || entry.kind === 'group') tried(() => file.attributes(entry.path));
    }
  });
  file.close();
}

describe('openHdf5', () => {
  for (const name of ['everything', 'latest', 'half of chunks'] as const) {
    it(`meets damaged files with values or an error that says where: ${name}`, async () => {
      const whole = new Uint8Array(Buffer.from(golden[name], 'base64'));
      await fc.assert(
        fc.asyncProperty(damaged(whole), async (bytes) => {
          await readAll(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(GoalDrivenError));
        }),
        { numRuns: Math.ceil(CASES / 3) },
      );
      // The library has survived: after a crash it would refuse all.
      const file = await openHdf5(whole);
      expect(file.list().length).toBeGreaterThan(1);
      file.close();
    }, 600_000);
  }
});
