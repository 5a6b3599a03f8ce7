import { expect, it } from 'vitest';
import { growthsOf, MEMORY_NOISE } from '../../../memory.shared.ts';

it.skipIf(process.platform !== 'linux')(
  'hostile files take no memory beyond four times their own, whoever reads them',
  async () => {
    const said = await growthsOf(import.meta.url, 'memory.fixture.ts');
    expect(said).toHaveLength(34);
    for (const { name, bytes, grown, outcomes } of said) {
      expect(grown, name).toBeLessThanOrEqual(4 * bytes + MEMORY_NOISE);
      if (name.startsWith('bomb')) expect(outcomes, name).toEqual(['DataError']);
      else expect(['read', 'DataError'], name).toEqual(expect.arrayContaining(outcomes));
    }
  },
  300_000,
);
