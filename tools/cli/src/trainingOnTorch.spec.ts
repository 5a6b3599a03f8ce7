import { createRng, quietSession, resolveConfig, useBackend, type Session } from '@goal-driven/core';
import { studies } from '@goal-driven/mec';
import { engineStatus } from '@goal-driven/tfjs-backend-torch/engine';
import { afterAll, describe, expect, it } from 'vitest';

const { next: missing } = await engineStatus();

const study = studies['mec/path-integration']!;
const STEPS = 50;

/** The losses of the first steps of a training from seed 1. */
async function lossesOn(backend: 'torch' | 'wasm'): Promise<number[]> {
  await useBackend(backend);
  const losses: number[] = [];
  const session: Session = {
    ...quietSession(),
    log: (_, values) => void ('loss' in values && losses.push(values['loss'] as number)),
  };
  const training = { steps: STEPS, logEvery: 1, evaluateEvery: STEPS, checkpointEvery: STEPS };
  const config = resolveConfig(study, { preset: 'smoke', config: { training } });
  for await (const event of study.run({ config, rng: createRng(1), session })) void event;
  return losses;
}

describe.skipIf(missing !== undefined)(`mec/path-integration on torch (else: ${missing ?? ''})`, () => {
  afterAll(() => useBackend('wasm'));

  it(`has the losses of wasm to 1e-4 over ${STEPS} steps from one seed`, async () => {
    const [torch, wasm] = [await lossesOn('torch'), await lossesOn('wasm')];
    expect(torch).toHaveLength(STEPS);
    expect(wasm).toHaveLength(STEPS);
    const apart = torch.map((loss, step) => Math.abs(loss - wasm[step]!));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
    expect(torch.at(-1)!).toBeLessThan(torch[0]! - 0.01); // it trains, so that there is something to differ
    expect(torch).not.toEqual(wasm); // else one engine computed both
  });
});
