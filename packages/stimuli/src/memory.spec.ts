import { expect, it } from 'vitest';
import { growthsOf, MEMORY_NOISE } from '../../../memory.shared.ts';

it.skipIf(process.platform !== 'linux')(
  'hostile pictures take no memory beyond four times their own, but for what their pixels take',
  async () => {
    const said = await growthsOf(import.meta.url, 'memory.fixture.ts');
    const isBomb = ({ name }: (typeof said)[number]) => name.startsWith('bomb');
    expect(said.filter(isBomb)).toHaveLength(7);
    expect(said.length).toBeGreaterThan(10);
    for (const { name, bytes, grown, outcomes } of said) {
      // A bomb of 64 MiB inflated, and pictures of 25 million pixels, would be far beyond.
      expect(grown, name).toBeLessThanOrEqual(4 * bytes + MEMORY_NOISE);
      if (isBomb({ name, bytes, grown, outcomes })) continue;
      expect(['read', 'DataError'], name).toEqual(expect.arrayContaining(outcomes));
    }
    const outcomeOf = (part: string) => said.find(({ name }) => name.includes(part))!.outcomes;
    for (const part of ['interlaced', 'PNG, of more pixels than b', 'JPEG, of more pixels than b', 'AVI'])
      expect(outcomeOf(part), part).toEqual(['DataError']);
  },
  300_000,
);
