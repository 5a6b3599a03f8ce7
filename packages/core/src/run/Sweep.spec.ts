import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors';
import { expandSweep, Sweep } from './Sweep';

const axes = [
  { name: 'cell', values: { gru: { network: { cell: 'gru' } }, lstm: { network: { cell: 'lstm' } } } },
  { name: 'size', values: { small: { network: { units: 3 } }, large: { network: { units: 9 }, steps: 7 } } },
];

describe('a sweep', () => {
  it('is the grid of its axes, the last one fastest, over what all have in common', () => {
    const sweep = Sweep.parse({ study: 'a/b', config: { steps: 1, network: { cell: 'rnn' } }, axes });
    expect(expandSweep(sweep)).toEqual([
      {
        labels: { cell: 'gru', size: 'small' },
        config: { steps: 1, network: { cell: 'gru', units: 3 } },
        seed: 1,
      },
      {
        labels: { cell: 'gru', size: 'large' },
        config: { steps: 7, network: { cell: 'gru', units: 9 } },
        seed: 1,
      },
      {
        labels: { cell: 'lstm', size: 'small' },
        config: { steps: 1, network: { cell: 'lstm', units: 3 } },
        seed: 1,
      },
      {
        labels: { cell: 'lstm', size: 'large' },
        config: { steps: 7, network: { cell: 'lstm', units: 9 } },
        seed: 1,
      },
    ]);
  });

  it('runs single configurations after the grid, and each with every seed', () => {
    const sweep = Sweep.parse({
      study: 'a/b',
      axes: axes.slice(0, 1),
      configs: { untrained: { steps: 0 } },
      seeds: [4, 2],
    });
    const runs = expandSweep(sweep);
    expect(runs.map(({ seed }) => seed)).toEqual([4, 2, 4, 2, 4, 2]);
    expect(runs.at(-1)).toEqual({ labels: { config: 'untrained' }, config: { steps: 0 }, seed: 2 });
    expect(expandSweep(Sweep.parse({ study: 'a/b', configs: { one: {} } }))).toHaveLength(1);
  });

  it('names what is wrong with it', () => {
    const run = (sweep: object) => () => expandSweep(Sweep.parse({ study: 'a/b', ...sweep }));
    expect(run({})).toThrow(new ConfigError('sweep: there must be axes or configs, got neither'));
    expect(run({ axes: [axes[0], axes[0]] })).toThrow(
      'sweep: axes must have different names, got cell twice',
    );
    expect(run({ axes: [{ name: 'cell', values: {} }] })).toThrow(
      'sweep: axis cell must have values, got none',
    );
    expect(Sweep.safeParse({ study: 'a/b', axis: [] }).success).toBe(false);
    expect(Sweep.safeParse({ study: 'a/b', seeds: [] }).success).toBe(false);
  });
});
