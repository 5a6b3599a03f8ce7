import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  DataError,
  disposeTree,
  leafAt,
  mapTree,
  ndArray,
  quietSession,
  tf,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { RULES } from './IdentifiedRule';
import { activityObservables, OBSERVABLES, weightObservables } from './observables';
import { observedName, observeNetwork } from './observeNetwork';
import { trainTrajectory } from './trainTrajectory';
import { observedNetwork, trajectoryOf } from './trajectoryOf';
import { shownOf, TrajectoryConfig, updatesBetween } from './TrajectoryConfig';

const examples = { kind: 'templates', classes: 3, size: 4, train: 40, test: 20 };
const small = (more: object = {}) =>
  TrajectoryConfig.parse({
    ...{ network: { kind: 'dense', widths: [5, 4] }, examples, epochs: 4, checkpoints: 5, batchSize: 10 },
    probes: 8,
    ...more,
  });
const run = (config: TrajectoryConfig, seed = 1) =>
  trainTrajectory(config, { rng: createRng(seed), session: quietSession() });
const at = (table: { values: ArrayLike<number> }, time: number, name: string) =>
  table.values[time * 45 + OBSERVABLES.indexOf(name)]!;

describe('observeNetwork', () => {
  const config = small({ views: { clear: {}, tenth: { share: 0.4 } } });
  const { network, layers } = observedNetwork(config);
  const rng = createRng(3);
  const probes = ndArray(Float32Array.from(rng.normal(32)), [2, 16]);
  const views = config.views;
  const seenAt = (feedback: Tree, step = 0) => {
    const { params, state } = network.init(rng);
    const seeing = observeNetwork({ network, layers, probes, views, rng });
    return seeing({ params: { model: params, task: {} }, state, feedback, step }).finally(() =>
      disposeTree({ params, state }),
    );
  };

  it('sees kernels, outputs and changes of every layer, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    const values = await seenAt({});
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.keys(values)).toHaveLength(2 * 3 * 48);
    const { params, state } = network.init(rng);
    const kernel = leafAt(params, 'hidden1/dense/kernel')!.dataSync<'float32'>();
    const seen = OBSERVABLES.map((name) => values[observedName('clear', 'hidden1', name)]!);
    expect(seen.slice(0, 21)).toEqual([...weightObservables(ndArray(kernel, [16, 5]))]);
    // Of a linear layer the change is the sum of the kernel by the outputs, for every example.
    const sum = kernel.reduce((total, value) => total + value, 0) / 5;
    expect(values[observedName('clear', 'hidden1', 'gradavgraw_id')]).toBeCloseTo(sum, 5);
    expect(values[observedName('clear', 'hidden1', 'gradavgsq_id')]).toBeCloseTo(sum ** 2, 5);
    // What has no feedback kernel has one Jacobian.
    expect(values[observedName('clear', 'hidden1', 'pseudo_gradavgraw_id')]).toBeCloseTo(sum, 5);
    // At the start running moments are 0 and 1, so the settled output is the rectified projection.
    const shown = Float64Array.from({ length: 10 }, (_, index) => {
      const [example, unit] = [Math.floor(index / 5), index % 5];
      const drive = kernel.reduce(
        (total, w, entry) =>
          entry % 5 === unit ? total + w * probes.values[example * 16 + Math.floor(entry / 5)]! : total,
        0,
      );
      return Math.max(0, drive / Math.sqrt(1 + 1e-5));
    });
    activityObservables(ndArray(shown, [2, 5])).forEach((value, index) => {
      // Skew and kurtosis of a unit that is silent are NaN on either side.
      if (!Number.isNaN(value)) expect(seen[21 + index]).toBeCloseTo(value, 4);
    });
    disposeTree({ params, state });
  });

  it('takes the feedback kernel for the pseudo-Jacobian', async () => {
    const { params, state } = network.init(rng);
    const kernel = leafAt(params, 'hidden1/dense/kernel')!;
    const twice = tf.tidy(() => tf.mul(tf.transpose(kernel), 2));
    const feedback = { model: { hidden1: { dense: { kernel: twice } } } };
    const values = await seenAt(feedback);
    expect(values[observedName('clear', 'hidden1', 'pseudo_gradavgraw_id')]).toBeCloseTo(
      2 * values[observedName('clear', 'hidden1', 'gradavgraw_id')]!,
      5,
    );
    disposeTree({ feedback, params, state });
  });

  it('sees some units of a convolution with its own borders', async () => {
    const convolution = small({ network: { kind: 'kNet', norm: 'localResponseNorm' }, output: 'own', views: { some: { share: 0.5, noise: 0.1 } } }); // prettier-ignore
    const parts = observedNetwork(convolution);
    const made = parts.network.init(rng);
    const ones = mapTree(made.params, (leaf) => tf.onesLike(leaf));
    const seeing = observeNetwork({ ...parts, probes, views: { clear: { noise: 0, share: 1 } }, rng });
    const values = await seeing({
      params: { model: ones, task: {} },
      state: made.state,
      feedback: {},
      step: 0,
    });
    // A kernel of ones: an output counts the pixels under its 5x5 window of a 4x4 image: 3 4 4 3 each way.
    expect(values[observedName('clear', 'conv1', 'gradavgraw_id')]).toBeCloseTo(14 ** 2 / 16, 4);
    disposeTree({ ones, ...made });
  });
});

describe('a trajectory', () => {
  it('has every layer at evenly spaced times, the first before any update', async () => {
    const config = small({ examples: { ...examples, noise: 0.2, train: 100 }, epochs: 16 });
    const before = tf.memory().numTensors;
    const { steps, layers, heldOut } = await run(config);
    expect(tf.memory().numTensors).toBe(before);
    expect(updatesBetween(config)).toBe(40); // 16 times 10, in 4
    expect(steps).toEqual([0, 40, 80, 120, 160]);
    expect(layers.map(({ layer, position }) => [layer, position])).toEqual([['hidden1', 0], ['hidden2', 1], ['readout', 2]]); // prettier-ignore
    expect(layers[0]!.views['clear']!.shape).toEqual([5, 45]);
    expect(heldOut['accuracy']).toHaveLength(5);
    expect(heldOut['loss']!.at(-1)).toBeLessThan(heldOut['loss']![0]!);
  });

  it('begins alike under all rules, goes on differently, and is the same again from the same seeds', async () => {
    const all = await Promise.all(RULES.map((rule) => run(small({ rule }))));
    const norms = (time: number) =>
      all.map(({ layers }) => at(layers[0]!.views['clear']!, time, 'weightraw_norm'));
    expect(new Set(norms(0)).size).toBe(1);
    expect(new Set(norms(4)).size).toBe(4);
    const again = await run(small({ rule: 'information' }));
    expect(again).toEqual(all[3]);
    const other = await run(small({ rule: 'information', dataSeed: 1 }));
    expect(at(other.layers[0]!.views['clear']!, 0, 'weightraw_norm')).toBe(norms(0)[3]);
    expect(at(other.layers[0]!.views['clear']!, 4, 'weightraw_norm')).not.toBe(norms(4)[3]);
    // Of fixed feedback the pseudo-Jacobian of a linear layer never moves; information alignment moves it.
    const pseudo = (index: number) => [0, 4].map((time) => at(all[index]!.layers[0]!.views['clear-pseudo']!, time, 'gradavgraw_id')); // prettier-ignore
    expect(pseudo(2)[1]).toBe(pseudo(2)[0]);
    expect(pseudo(3)[1]).not.toBe(pseudo(3)[0]);
  });

  it('goes on with all it has seen when it was interrupted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trajectory-'));
    try {
      const config = small();
      const controller = new AbortController();
      const stopped = trainTrajectory(config, {
        rng: createRng(1),
        session: {
          ...quietSession(),
          checkpoints: folder,
          signal: controller.signal,
          progress: (_label, done) => done === 7 && controller.abort(),
        },
      });
      await expect(stopped).rejects.toThrow('interrupted after 7 of 16 updates');
      const resumed = await trainTrajectory(config, {
        rng: createRng(1),
        session: { ...quietSession(), checkpoints: folder, resume: true },
      });
      expect(resumed).toEqual(await run(config));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const sounds = { kind: 'spokenWords', words: 2, duration: 0.05, train: 20, test: 10, ear: { filters: 4, sampleFactor: 1 } }; // prettier-ignore
  const heard = { examples: sounds, network: { kind: 'convolution', channels: [2] }, epochs: 2, checkpoints: 2 }; // prettier-ignore

  it.each(RULES)('is seen of a contrastive network with its head, and of sounds, under %s', async (rule) => {
    const config = small({ ...heard, rule, objective: { kind: 'views' } });
    expect(shownOf(config.examples)).toEqual({
      ...{ image: [4, 10, 1], classes: 12 },
      heads: { word: 2, speaker: 6, noise: 4 },
    });
    const { layers, heldOut } = await run(config);
    expect(layers.map(({ layer, position }) => [layer, position])).toEqual([['conv1', 2], ['nl_0', 2], ['nl_1', 2]]); // prettier-ignore
    expect(Object.keys(heldOut)).toEqual(['loss']);
    const named = await run(small({ ...heard, rule }));
    expect(named.layers.map(({ layer }) => layer)).toEqual(['conv1', 'readout']);
    expect(Object.keys(named.heldOut)).toEqual(['loss', 'accuracy', 'wordAccuracy', 'speakerAccuracy', 'noiseAccuracy']); // prettier-ignore
    for (const trajectory of [layers, named.layers])
      for (const { views } of trajectory) {
        const [before, after] = [0, 1].map((time) => at(views['clear']!, time, 'weightraw_norm'));
        expect(after).not.toBe(before);
      }
  });

  it('refuses curves of a training that has not ended', () => {
    expect(() => trajectoryOf([], small())).toThrow(DataError);
    expect(() => trajectoryOf([], small())).toThrow('a training must have 5 checkpoints, got 0');
  });
});
