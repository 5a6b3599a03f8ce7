import { ConfigError, defineStudy } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boxSpace } from '../boxSpace';
import { SweepFile } from '../SweepFile';
import { describeTrial } from './describeTrial';

const study = defineStudy({
  name: 'test/described',
  question: 'What is it?',
  sources: [],
  config: z.strictObject({
    units: z.number().default(4),
    steps: z.int().default(10),
    seedless: z.boolean().default(false),
    optimizer: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('sgd'), momentum: z.number().default(0) }),
        z.strictObject({ kind: z.literal('adam'), beta: z.number().default(0.9) }),
      ])
      .default({ kind: 'sgd', momentum: 0.5 }),
    layers: z.array(z.strictObject({ width: z.number() })).default([]),
  }),
  presets: { wide: { units: 64 } },
  run: async function* () {
    // never run here
  },
});

/** @param settings of the sweep file */
const describer = (settings: object) => {
  const file = SweepFile.parse({ study: study.name, ...settings });
  const space = boxSpace(file.axes, file.configs);
  return (point: Parameters<typeof space.config>[0], seed = 1, budget?: number) =>
    describeTrial(study, { file, space }, { point, seed, budget });
};

const units = [{ path: 'units', choices: [2, 4, 64] }];

describe('a trial', () => {
  it('is named by a hash of study, whole configuration and seed', () => {
    // sha256sum of {"config":{"layers":[],"optimizer":{"kind":"sgd","momentum":0.5},"seedless":false,"steps":10,
    // "units":2},"seed":1,"study":"test/described"}
    expect(describer({ axes: units })({ units: 2 }).id).toBe('13049692462e80b9b17b');
  });

  it('has the same name however its configuration came about', () => {
    const { id } = describer({ axes: units })({ units: 64 });
    expect(describer({ configs: { one: {} }, preset: 'wide' })({ config: 'one' }).id).toBe(id);
    expect(describer({ configs: { one: {} }, config: { units: 64, steps: 10 } })({ config: 'one' }).id).toBe(
      id,
    );
    const named = [{ name: 'size', values: { big: { units: 64 } } }];
    expect(describer({ axes: named })({ size: 'big' }).id).toBe(id);
  });

  it('has another name for another seed or configuration', () => {
    const describe = describer({ axes: units });
    const ids = [describe({ units: 2 }), describe({ units: 2 }, 2), describe({ units: 4 })].map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{20}$/);
  });

  it('has what its point says over what all have in common, over the preset', () => {
    const described = describer({ axes: units, preset: 'wide', config: { units: 3, seedless: true } })({
      units: 2,
    });
    expect(described.config).toEqual({ units: 2, seedless: true });
    expect(described.id).toBe(describer({ axes: units, config: { seedless: true } })({ units: 2 }).id);
  });

  it('puts its budget where the search says, over all else', () => {
    const search = { kind: 'asha', trials: 9, budget: { path: 'steps', low: 1, high: 9 } };
    const objectives = [{ metric: 'cost' }];
    const describe = describer({ axes: units, search, objectives, config: { steps: 7 } });
    expect(describe({ units: 4 }, 1, 3)).toMatchObject({ sets: { units: 4, steps: 3 } });
    expect(describe({ units: 4 }, 1, 3).id).toBe(
      describer({ axes: units, config: { steps: 3 } })({ units: 4 }).id,
    );
    expect(describe({ units: 4 }).sets).toEqual({ units: 4 });
    expect(describer({ axes: units })({ units: 4 }, 1, 3).sets).toEqual({ units: 4 });
  });

  it('has the record that was chosen, whole: nothing of the one it replaces', () => {
    const axes = [{ path: 'optimizer', choices: [{ kind: 'adam', beta: 0.5 }, { kind: 'sgd' }] }];
    const config = { optimizer: { kind: 'sgd', momentum: 0.9 } };
    const describe = describer({ axes, config });
    const alone = describer({ axes });
    for (const optimizer of axes[0]!.choices)
      expect(describe({ optimizer }).id).toBe(alone({ optimizer }).id);
  });

  it('has an entry of a list changed, and the others left', () => {
    const axes = [{ path: 'layers.1.width', choices: [8, 16] }];
    const config = { layers: [{ width: 1 }, { width: 2 }] };
    const { id } = describer({ axes, config })({ 'layers.1.width': 16 });
    const whole = { layers: [{ width: 1 }, { width: 16 }] };
    expect(id).toBe(describer({ configs: { one: whole } })({ config: 'one' }).id);
  });

  it('that the study refuses is an error that names the key', () => {
    const axes = [{ path: 'steps', choices: [1.5] }];
    const asked = () => describer({ axes })({ steps: 1.5 });
    expect(asked).toThrow(ConfigError);
    expect(asked).toThrow(/test\/described: the configuration must fit its schema, got[^]*steps/);
    expect(() => describer({ axes: units, preset: 'narrow' })({ units: 2 })).toThrow(
      /the preset must be one of wide, got narrow/,
    );
  });
});
