import { createRng, disposeTree, quietSession, tf, useBackend, type Tensor4D } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import type { ImageStream } from '@goal-driven/stimuli';
import { expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { convRnn } from '../network/convRnn';
import { ConvRnnConfig } from '../network/ConvRnnConfig';
import { evaluateImages } from './evaluateImages';
import { reportImages } from './reportImages';

await useBackend('cpu');

const classes = 7;
const published = createPublished('rgc_shallow', { scale: { size: 16, classes, width: 0.03 } });

/** What is said of images whose pixels are the logits of two steps, [images, 2, classes]. */
async function said(logits: readonly (readonly (readonly number[])[])[], labels: readonly number[]) {
  const architecture = {
    ...published,
    apply: (_params: unknown, _state: unknown, { images }: { images: Tensor4D }) => {
      const rows = tf.reshape(images, [-1, 2, classes]);
      const output = tf.squeeze(tf.slice(rows, [0, 1, 0], [-1, 1, -1]), [1]);
      return { output, layers: { logits: rows }, state: {} };
    },
  } as unknown as typeof published; // it is shown images alone
  const batch = {
    images: ndArray(Float32Array.from(logits.flat(2)), [logits.length, 2, classes, 1]),
    labels: ndArray(Int32Array.from(labels), [labels.length]),
  };
  const stream = {
    read: () => Promise.resolve({ batch, next: { batch: 1 } }),
  } as unknown as ImageStream;
  const network = { architecture, params: {}, state: {} };
  const report = await evaluateImages(network, { stream, batches: 1, session: quietSession() });
  const events = [...reportImages(report, { architecture, classes: [...'abcdefg'], history: [] })];
  const scores = events.flatMap((event) =>
    event.kind === 'score' ? [[event.score.metric, event.score.value] as const] : [],
  );
  const figures = events.flatMap((event) => (event.kind === 'figure' ? [event.figure.name] : []));
  return { report, scores: Object.fromEntries(scores), figures };
}

const falling = [6, 5, 4, 3, 2, 1, 0];

it('counts time from when the image came on', async () => {
  const graph = {
    input: [1, 1, 1] as [number, number, number],
    nodes: [
      { name: 'a', before: [{ op: 'conv' as const, filters: 2, kernelSize: [1, 1] as [number, number] }] },
      { name: 'out', before: [{ op: 'globalAveragePool' as const }] },
    ],
    edges: [
      { from: 'image', to: 'a' },
      { from: 'a', to: 'out' },
    ],
  };
  const presentation = { mode: 'own', timesteps: 7, imageOn: 3, imageOff: null } as const;
  for (const [decodeFrom, first, ms] of [
    ['signal', 4, [10, 20, 30]],
    ['repository', 5, [20, 30]],
    [6, 6, [30]],
  ] as const) {
    const architecture = convRnn(ConvRnnConfig.parse({ graph, presentation, decodeFrom }));
    expect(architecture.decodeFrom).toBe(first);
    const { params } = architecture.init(createRng(0));
    const batch = {
      images: ndArray(Float32Array.of(1, -1), [2, 1, 1, 1]),
      labels: ndArray(Int32Array.of(0, 1), [2]),
    };
    const stream = { read: () => Promise.resolve({ batch, next: { batch: 1 } }) } as unknown as ImageStream;
    const network = { architecture, params, state: {} };
    const report = await evaluateImages(network, { stream, batches: 1, session: quietSession() });
    const figures = [...reportImages(report, { architecture, classes: ['a', 'b'], history: [] })].flatMap(
      (event) => (event.kind === 'figure' ? [event.figure] : []),
    );
    const time = figures.find(({ name }) => name === 'accuracy-over-time');
    expect(time?.kind === 'lines' && time.lines[0]!.x).toEqual(ms);
    expect(time?.caption).toContain('the image reaches the readout 10 ms after it came on');
    disposeTree(params);
  }
});

it('counts right answers at the end, among five, and at each step', async () => {
  const { report, scores, figures } = await said(
    [
      [falling, falling],
      [[...falling].reverse(), falling],
    ],
    [0, 6],
  );
  expect(report.answers).toEqual([0, 0]);
  expect(report.accuracyOverTime).toEqual([1, 0.5]);
  expect(scores).toMatchObject({ accuracy: 0.5, balancedAccuracy: 0.5, topFiveAccuracy: 0.5 });
  expect(figures).toContain('confusions');
});

it.each([NaN, Infinity, -Infinity])('knows no share where a logit is %d', async (other) => {
  for (const row of [Array<number>(classes).fill(other), [6, 5, 4, 3, 2, 1, other]]) {
    const { report, scores, figures } = await said(
      [
        [falling, falling],
        [falling, row],
      ],
      [0, 0],
    );
    expect(report.answers).toEqual([0, NaN]);
    expect(report.accuracyOverTime).toEqual([1, NaN]);
    expect(scores).toMatchObject({ accuracy: NaN, balancedAccuracy: NaN, topFiveAccuracy: NaN });
    expect(figures).not.toContain('confusions');
  }
});
