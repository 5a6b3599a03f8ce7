import { ConfigError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import type { SearchSpace } from '../SearchSpace';
import { SweepFile } from '../SweepFile';
import { countingStudy } from './_countingSweep.fixture';
import { openSpace, openSweep } from './openSweep';

const circuits: SearchSpace = {
  sample: () => ({ genome: 1 }),
  mutate: (point) => point,
  cross: (one) => one,
  config: () => ({ x: 1 }),
};
const named = {
  study: (name: string) => {
    if (name === 'test/counting') return countingStudy;
    throw new ConfigError(`no study ${name}`);
  },
  spaces: (study: string) => (study === 'test/counting' ? { circuits } : {}),
};
const axes = [{ path: 'x', choices: [1, 2, 3] }];
const objectives = [{ metric: 'cost' }];
const fileOf = (settings: object) => SweepFile.parse({ study: 'test/counting', ...settings });
const open = (settings: object) => openSweep(fileOf(settings), named);

describe('a sweep', () => {
  it('has the study that it names, and the box of its axes', () => {
    const { file, study, space, searcher } = open({ axes, configs: { odd: { x: 7 } } });
    expect(study).toBe(countingStudy);
    expect(file).toEqual(fileOf({ axes, configs: { odd: { x: 7 } } }));
    expect(space.axes).toEqual(file.axes);
    expect(space.config({ x: 2 })).toEqual({ x: 2 });
    expect(space.config({ config: 'odd' })).toEqual({ x: 7 });
    expect(searcher.count).toBe(4);
  });

  it("has a space of its study's own where it names one", () => {
    const search = { kind: 'random', trials: 5 };
    expect(open({ space: 'circuits', search }).space).toBe(circuits);
    expect(openSpace(fileOf({ space: 'circuits' }), named)).toBe(circuits);
  });

  it.each([
    [{ study: 'test/none', axes }, /no study test\/none/],
    [{ space: 'circuits', axes }, /there must be axes or a space, got both \(space circuits\)/],
    [{ space: 'graphs' }, /must be one of test\/counting's own \(circuits\), got graphs/],
    [{ space: 'toString' }, /must be one of test\/counting's own \(circuits\), got toString/],
  ])('refuses %j', (settings, message) => {
    expect(() => open(settings)).toThrow(ConfigError);
    expect(() => open(settings)).toThrow(message);
  });

  it('knows of no space where the study has none', () => {
    expect(() => openSpace(fileOf({ space: 'circuits' }), {})).toThrow(/own \(none\), got circuits/);
  });

  const budget = { path: 'x', low: 1, high: 9 };
  it.each([
    { kind: 'tpe', trials: 9 },
    { kind: 'evolution', trials: 99 },
    { kind: 'halving', budget },
    { kind: 'asha', trials: 9, budget },
  ])('needs an objective for %j', (search) => {
    expect(() => open({ axes, search })).toThrow(
      `a search by ${search.kind} must have an objective, got none`,
    );
    expect(open({ axes, search, objectives }).searcher.count).toBeGreaterThan(0);
  });

  it.each([{ kind: 'grid' }, { kind: 'random', trials: 9 }])('needs none for %j', (search) => {
    expect(open({ axes, search }).file.objectives).toEqual([]);
  });
});
