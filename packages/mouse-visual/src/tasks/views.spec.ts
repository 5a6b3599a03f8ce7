import {
  createPass,
  createRng,
  feedForward,
  FeedForwardConfig,
  tf,
  useBackend,
  type Forward,
  type Pass,
  type Task,
  type Tensor2D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { negativeCosine } from '../objectives/negativeCosine';
import { interleaved, ntXent } from '../objectives/ntXent';
import { vicReg } from '../objectives/vicReg';
import { another, runHead, type Shown } from './_forward';
import { redundancyProjector, simClrHead, simSiamPredictor, simSiamProjector } from './heads';
import { vicRegTask } from './redundancyReduction';
import { simClr } from './simClr';
import { simSiam } from './simSiam';
import { TaskConfig, type TaskOf } from './TaskConfig';

await useBackend('cpu');

const pass: Pass = createPass({ training: true, rng: createRng(0) }).at('task');
const B = 5;
const noise = (name: string) =>
  tf.tensor(
    Float32Array.from(
      createRng(6)
        .child(name)
        .normal(B * 12),
    ),
    [B, 2, 2, 3],
  );
const batch = { images: noise('images'), second: noise('second') };
const rows = (name: 'images' | 'second') => tf.reshape(batch[name], [B, 12]) as Tensor2D;
/** A network that gives out its images, and counts in its state how often it ran. */
const relay: Forward<Shown> = ({ images }, { state = { runs: tf.scalar(0) } } = {}) => ({
  output: images,
  layers: {},
  state: { runs: tf.add(state['runs'] as Tensor4D, 1) },
});
const lossOf = (task: Task<Shown, Tree, never>) => {
  const { params, state } = task.init({ params: {}, state: {} }, createRng(1));
  const found = task.objective({ forward: relay, modelParams: {}, params, state, batch, pass });
  return { params, loss: found.loss.dataSync()[0]!, runs: (found.state['runs'] as Tensor4D).dataSync()[0] };
};
/** What a head makes of rows, with moments as at the start. */
const through = (head: ReturnType<typeof simClrHead>, params: Tree, x: Tensor2D) =>
  runHead(head, { params, state: head.init(createRng(0)).state, pass }, x).rows;
const config = <Kind extends TaskConfig['kind']>(kind: Kind, more: object) =>
  TaskConfig.parse({ kind, ...more }) as TaskOf<Kind>;

describe('tasks of two views', () => {
  it('simClr pairs the views of an image, in one batch', () => {
    const widths = { hidden: 6, embedding: 4 };
    const { params, loss, runs } = lossOf(simClr(config('simClr', widths), { features: 12 }) as never);
    const both = interleaved(rows('images'), rows('second'));
    const embedded = through(simClrHead(12, widths), params['head'] as Tree, both);
    expect(loss).toBeCloseTo(ntXent(embedded, 0.1).dataSync()[0]!, 5);
    expect(runs).toBe(1);
  });

  it('simSiam predicts each view from the other, run by run', () => {
    const { params, loss, runs } = lossOf(
      simSiam(config('simSiam', { width: 6, bottleneck: 3 }), { features: 12 }) as never,
    );
    const [z1, z2] = (['images', 'second'] as const).map((name) =>
      through(simSiamProjector(12, 6), params['projector'] as Tree, rows(name)),
    ) as [Tensor2D, Tensor2D];
    const [p1, p2] = [z1, z2].map((z) => through(simSiamPredictor(6, 3), params['predictor'] as Tree, z)) as [
      Tensor2D,
      Tensor2D,
    ];
    const wanted = (negativeCosine(p1, z2).dataSync()[0]! + negativeCosine(p2, z1).dataSync()[0]!) / 2;
    expect(loss).toBeCloseTo(wanted, 5);
    expect(runs).toBe(2);
  });

  it('vicReg compares the projections of both', () => {
    const { params, loss, runs } = lossOf(
      vicRegTask(config('vicReg', { width: 6 }), { features: 12 }) as never,
    );
    const head = redundancyProjector(12, { width: 6, bias: true });
    const [z1, z2] = (['images', 'second'] as const).map((name) =>
      through(head, params['head'] as Tree, rows(name)),
    ) as [Tensor2D, Tensor2D];
    const weights = { invariance: 25, variance: 25, covariance: 1 };
    expect(loss).toBeCloseTo(vicReg([z1, z2], weights).loss.dataSync()[0]!, 4);
    expect(runs).toBe(2);
  });

  it('name what a batch lacks', () => {
    const task = simClr(config('simClr', { hidden: 6, embedding: 4 }), { features: 12 });
    const { params, state } = task.init({ params: {}, state: {} }, createRng(1));
    const { images } = batch;
    expect(() =>
      task.objective({ forward: relay, modelParams: {}, params, state, batch: { images }, pass }),
    ).toThrow(/mouse-visual\/simclr: batches must have second, got images/);
  });
});

describe('another run of an encoder', () => {
  it('has chance of its own at the same path', () => {
    const net = feedForward(
      FeedForwardConfig.parse({
        input: [200],
        nodes: [{ name: 'silenced', from: ['input'], operations: [{ op: 'dropout', rate: 0.5 }] }],
      }),
    );
    const run = (by: Pass) => [...net.apply({}, {}, { images: tf.ones([1, 200]) }, by).output.dataSync()];
    const first = createPass({ training: true, rng: createRng(0) }).at('model');
    expect(run(another(pass, 'second'))).not.toEqual(run(first));
    expect(another(pass, 'second').path).toBe('model');
    expect(run(another(pass, 'second'))).toEqual(run(another(pass, 'second')));
  });
});
