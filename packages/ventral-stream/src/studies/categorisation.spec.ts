import {
  createRng,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  type Figure,
  type Score,
} from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { arraySource } from '@goal-driven/stimuli';
import { beforeAll, describe, expect, it } from 'vitest';
import categorisation from './categorisation';
import { createParts } from './createParts';

await useBackend('cpu');

async function run(config: object) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(categorisation, { preset: 'smoke', config });
  for await (const event of categorisation.run({
    config: parsed,
    rng: createRng(0),
    session: quietSession(),
  })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

describe('ventral-stream/categorisation', () => {
  let events: Awaited<ReturnType<typeof run>>;
  let tensors: number;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    events = await run({});
    tensors = tf.memory().numTensors - before;
  });

  it('leaves no tensor behind', () => expect(tensors).toBe(0));

  it('scores all held-out images, at every step that is decoded', () => {
    const { scores } = events;
    expect(scores.map(({ n }) => n)).toEqual(scores.map(() => 6));
    const steps = scores.filter(({ metric }) => metric === 'accuracyAtStep');
    expect(steps.map(({ labels }) => labels['step'])).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    const last = steps.at(-1)!.value;
    expect(scores.find(({ metric }) => metric === 'accuracy')!.value).toBe(last);
  });

  it('shows learning, the time of the answer, confusions and the network', () => {
    expect(events.figures.map(({ name }) => name)).toEqual([
      'learning',
      'accuracy-over-time',
      'confusions',
      'graph',
    ]);
    const [learning] = events.figures;
    const heldOut = learning!.kind === 'lines' ? learning!.lines[1]! : undefined;
    expect(heldOut?.x).toEqual([0, 3]);
  });

  it('says the same from the same seed', async () => {
    expect((await run({})).scores).toEqual(events.scores);
  });

  it('runs feed-forward networks, and such as are given as graphs', async () => {
    const graph = {
      input: [16, 16, 3],
      nodes: [
        {
          name: 'conv',
          before: [{ op: 'conv', filters: 4, kernelSize: [5, 5], strides: [4, 4] }],
          cell: { kind: 'gru' },
        },
        { name: 'out', before: [{ op: 'globalAveragePool' }, { op: 'dense', units: 2 }] },
      ],
      edges: [
        { from: 'image', to: 'conv' },
        { from: 'conv', to: 'out' },
      ],
    };
    const own = await run({ network: { kind: 'graph', graph, standard: { timesteps: 5, imageOff: null } } });
    expect(own.scores.filter(({ metric }) => metric === 'accuracyAtStep')).toHaveLength(3);
    const resNet = { kind: 'baseline', name: 'resnet18', width: 0.05 };
    expect(
      (await run({ network: resNet })).scores.filter(({ metric }) => metric === 'accuracyAtStep'),
    ).toHaveLength(1);
  });

  it('has presets that fit its schema', () => {
    for (const preset of ['quick', 'objects']) resolveConfig(categorisation, { preset });
    const folder = { train: { folder: 'a' }, test: { folder: 'b' } };
    for (const preset of ['cifar10', 'imagenet'])
      resolveConfig(categorisation, { preset, config: { data: folder } });
  });

  it('looks at all classes of a source that has one after the other', async () => {
    const config = resolveConfig(categorisation, { preset: 'smoke' });
    const sorted = arraySource({
      images: ndArray(new Uint8Array(40 * 16 * 16 * 3), [40, 16, 16, 3]),
      labels: Array.from({ length: 40 }, (_, image) => Number(image >= 20)),
      classes: ['Faces', 'Cars'],
    });
    const { heldOut } = createParts(config, createRng(0), { train: sorted, test: sorted });
    const { batch } = await heldOut.read(heldOut.start);
    expect(new Set(batch.labels.values).size).toBe(2); // of four images
  });

  it('refuses test images of other classes or learned from, and graphs of other images', () => {
    const config = (change: object) => resolveConfig(categorisation, { preset: 'smoke', config: change });
    const others = config({ data: { test: { kind: 'objects', categories: ['Cars', 'Faces'] } } });
    expect(() => createParts(others, createRng(0))).toThrow('both sets of images must have the same classes');
    const learned = config({ data: { test: { kind: 'objects', first: 7 } } });
    expect(() => createParts(learned, createRng(0))).toThrow(
      'createParts: images to be judged by must not be learned from, got images 7 to 7 of one seed in both',
    );
    const graph = {
      input: [8, 8, 3],
      nodes: [{ name: 'out', before: [{ op: 'globalAveragePool' }, { op: 'dense', units: 2 }] }],
      edges: [{ from: 'image', to: 'out' }],
    };
    expect(() => createParts(config({ network: { kind: 'graph', graph } }), createRng(0))).toThrow(
      'createNetwork: a graph must be for images of 16 x 16 and 2 classes, got 8 x 8 and 2',
    );
  });
});
