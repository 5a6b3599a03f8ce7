import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  disposeTree,
  leaves,
  quietSession,
  resolveConfig,
  runStudy,
  tf,
  useBackend,
  type Figure,
  type Score,
  type Tree,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import generality from './generality';
import { generalityPresets } from './generalityPresets';
import maze from './maze';
import { loadProbed, ProbedNetwork } from './ProbedNetwork';

await useBackend('cpu');

async function run(config: object = {}) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(generality, { preset: 'smoke', config });
  for await (const event of generality.run({ config: parsed, rng: createRng(0), session: quietSession() })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'generality-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mouse-visual/generality', () => {
  let events: Awaited<ReturnType<typeof run>>;
  let tensors: number;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    events = await run();
    tensors = tf.memory().numTensors - before;
  });

  it('leaves no tensor behind', () => expect(tensors).toBe(0));

  it('gives each task on each test, and what they come to', () => {
    const told = events.scores.map(
      ({ metric, labels }) => `${metric} ${labels['task'] ?? ''} ${labels['test'] ?? ''}`,
    );
    expect(told.length).toBe(4 * 4 + 2 + 2);
    expect(told).toContain('accuracy texture scales');
    expect(told).toContain('pearson position backgrounds');
    const within = events.scores.find(({ metric }) => metric === 'generalityWithin')!;
    expect(within.n).toBe(5);
    const ofTask = (task: string, chance: number) =>
      (events.scores.find(({ labels }) => labels['task'] === task && labels['test'] === 'same')!.value -
        chance) /
      (1 - chance);
    const mean =
      (ofTask('category', 0.5) +
        ofTask('position', 0) +
        ofTask('size', 0) +
        ofTask('pose', 0) +
        ofTask('texture', 1 / 8)) /
      5;
    expect(within.value).toBeCloseTo(mean, 10); // one layer, so that there is no choice
  });

  it('shows both kinds of test', () => {
    expect(events.figures.map(({ name }) => name)).toEqual(['within', 'beyond']);
    const [, beyond] = events.figures;
    expect(beyond!.kind === 'categories' && beyond!.groups[0]!.values.map(({ length }) => length)).toEqual([
      3, 3, 3, 3, 1,
    ]);
  });

  it('refuses a layer that the network does not record', async () => {
    const [smoke] = generalityPresets.smoke.networks;
    const network = { ...smoke, name: 'a', layers: ['V9'] };
    await expect(run({ networks: [network] })).rejects.toThrow(/layers of a must be among stage1, got V9/);
  });
});

describe('loadProbed', () => {
  const finished = async (name: string, config: object = {}) => {
    const out = join(folder, name);
    await runStudy(maze, { out, preset: 'smoke', seed: 3, config });
    return out;
  };

  it('loads the encoder that learned in a maze, whole, and refuses one that did not', async () => {
    const directory = await finished('maze');
    const before = tf.memory().numTensors;
    const probed = await loadProbed(
      ProbedNetwork.parse({ kind: 'maze', name: 'maze', run: directory }),
      createRng(0),
    );
    const paths = (tree: Tree) => leaves(tree).map(({ path }) => path);
    const { params, state } = probed.architecture.init(createRng(0));
    expect(paths(probed.params)).toEqual(paths(params));
    disposeTree({ fresh: { params, state }, own: { params: probed.params, state: probed.state } });
    expect(tf.memory().numTensors).toBe(before);
    const frozen = await finished('frozen', { encoder: { frozen: true } });
    await expect(
      loadProbed(ProbedNetwork.parse({ kind: 'maze', name: 'maze', run: frozen }), createRng(0)),
    ).rejects.toThrow(/frozen/);
    expect(tf.memory().numTensors).toBe(before);
  });
});
