import { describe, expect, it } from 'vitest';
import { criterionOf, differences, ofCondition, overConditions, trainingName } from './overConditions';
import { plainScore } from './plainScore';
import { PartDone } from './PartDone';
import { quietSession } from './Session';

const [gated, plain] = [{ name: 'gated' }, { name: 'plain' }];
const comparison = { statistic: 'gain', meaning: 'of gates', above: 0, more: gated, less: plain };

async function measured() {
  const said: string[] = [];
  const session = { ...quietSession(), say: (message: string) => void said.push(message) };
  const run = overConditions([gated, plain], { seeds: [3, 7], session }, async function* ({ name }, seed) {
    yield plainScore({ metric: 'accuracy', labels: { name, seed }, value: 0.5, n: 1 });
    return { accuracy: name === 'gated' ? 10 * seed : seed };
  });
  const events: unknown[] = [];
  for (;;) {
    const { done, value } = await run.next();
    if (done) return { events, said, value };
    events.push(value);
  }
}

describe('overConditions', () => {
  it('measures all conditions seed by seed, and yields what measuring yields', async () => {
    const { events, said, value } = await measured();
    expect(said).toEqual(['gated, seed 3', 'plain, seed 3', 'gated, seed 7', 'plain, seed 7']);
    expect(events).toHaveLength(4);
    expect(events[0]).toMatchObject({
      score: { labels: { name: 'gated', seed: 3 }, unit: '1', ceiling: NaN },
    });
    expect(ofCondition(value, plain)).toEqual([
      { condition: 'plain', seed: 3, accuracy: 3 },
      { condition: 'plain', seed: 7, accuracy: 7 },
    ]);
  });

  it('of a part measures every so many-th, and then says that the part is done', async () => {
    const said: string[] = [];
    const session = (index: number) => ({
      ...quietSession(),
      say: (message: string) => void said.push(`${index}: ${message}`),
      part: { index, count: 3 },
    });
    for (const index of [0, 1, 2]) {
      const run = overConditions(
        [gated, plain],
        { seeds: [3, 7], session: session(index) },
        async function* () {
          yield* [];
          return { accuracy: 1 };
        },
      );
      await expect(run.next()).rejects.toThrow(new PartDone(`part ${index + 1} of 3 is done`));
    }
    expect(said).toEqual(['0: gated, seed 3', '0: plain, seed 7', '1: plain, seed 3', '2: gated, seed 7']);
  });

  it('compares in pairs of one seed', async () => {
    const { value } = await measured();
    expect(differences(value, ({ accuracy }) => accuracy, comparison)).toEqual([27, 63]);
  });
});

it('a criterion is a comparison without its conditions', () => {
  expect(criterionOf(comparison)).toEqual({ statistic: 'gain', meaning: 'of gates', above: 0, unit: '1' });
  expect(criterionOf({ ...comparison, unit: 'ms' }).unit).toBe('ms');
});

it('a training is named as a folder can be', () => {
  expect(trainingName({ name: 'UGRNN, ReLU / g' }, 4)).toBe('UGRNN-ReLU-g-seed-4');
});
