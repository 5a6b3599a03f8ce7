import {
  createPass,
  createRng,
  disposeTree,
  ShapeError,
  tf,
  useBackend,
  type Hidden,
  type Tensor2D,
  type Tensor3D,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { PathIntegrationNetwork } from './NetworkChoice';
import { networkSteps, type Silencing } from './networkSteps';
import { pathIntegrationNetwork } from './pathIntegrationNetwork';

await useBackend('cpu');

const choices = [
  ...(['ugrnn', 'gru', 'lstm', 'srnn', 'rnn'] as const).map((cell) => ({ cell, units: 5, code: 4 })),
  { cell: 'ctrnn' as const, units: 5, code: 2 },
  { cell: 'banino' as const, units: 5, code: 4, bottleneck: 3, headings: 2, movement: 3 as const },
  { cell: 'ugrnn' as const, units: 5, code: 4, cues: 2, cueInput: 'beside' as const },
];

function setting(choice: (typeof choices)[number]) {
  const config = PathIntegrationNetwork.parse(choice);
  const rng = createRng(3);
  const { params } = pathIntegrationNetwork(config).init(rng);
  const drawn = (name: string, shape: number[]) =>
    tf.tensor(Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b, 1))), shape);
  return {
    config,
    params,
    start: drawn('start', [2, config.code + config.headings]) as Tensor2D,
    velocity: drawn('velocity', [2, 3, config.movement]) as Tensor3D,
    ...(config.cues === 0 ? {} : { cues: drawn('cues', [2, 3, config.cues]) as Tensor3D }),
  };
}

const at = (x: Tensor3D, step: number) => tf.squeeze(tf.slice(x, [0, step, 0], [-1, 1, -1]), [1]) as Tensor2D;

/** The layers after each of three steps. */
function stepped(
  { config, params, start, velocity, cues }: ReturnType<typeof setting>,
  silenced?: Silencing,
) {
  const steps = networkSteps(config);
  let hidden: Hidden = steps.start(params, start, silenced);
  return [0, 1, 2].map((step) => {
    const input = { movement: at(velocity, step), cues: cues && at(cues, step) };
    const taken = steps.step(params, hidden, input, silenced);
    hidden = taken.hidden;
    return taken.layers;
  });
}

describe('networkSteps', () => {
  it.each(choices)('does step by step what $cell does on the whole path', (choice) => {
    const given = setting(choice);
    const pass = createPass({ training: false, rng: createRng(0) });
    const { layers } = pathIntegrationNetwork(given.config).apply(given.params, {}, given, pass);
    const alone = stepped(given);
    for (const name of ['pre_g', 'g', 'dc'].filter((each) => layers[each] !== undefined)) {
      const together = tf.stack(
        alone.map((each) => each[name]!),
        1,
      );
      const whole = layers[name]!.dataSync();
      together.dataSync().forEach((value, index) => expect(value).toBeCloseTo(whole[index]!, 6));
    }
  });

  it('hears nothing of silenced units: as with the weights away from them at 0', () => {
    const given = setting({ cell: 'ugrnn', units: 5, code: 4 });
    const mask = tf.tensor2d([[1, 0, 1, 1, 0]]);
    const without = (kernel: unknown) => tf.mul(kernel as Tensor2D, tf.reshape(mask, [5, 1])) as Tensor2D;
    const params = given.params as Record<string, Record<string, Tensor2D>>;
    const cell = params['cell']!;
    // The gate keeps a share of the unit's own past, which no one hears of either.
    const cut = {
      ...given,
      params: {
        ...params,
        cell: { ...cell, recurrentKernel: without(cell['recurrentKernel']) },
        dense: { ...params['dense'], kernel: without(params['dense']!['kernel']) },
      },
    } as typeof given;
    const [silent, whole] = [stepped(given, { pre_g: mask }), stepped(cut)];
    silent.forEach(({ pre_g, dc }, step) => {
      expect(Array.from(pre_g!.dataSync()).filter((_, index) => [1, 4].includes(index % 5))).toEqual([
        0, 0, 0, 0,
      ]);
      const expected = whole[step]!['dc']!.dataSync();
      dc!.dataSync().forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6));
    });
  });

  it('silences each row of a batch by itself', () => {
    const given = setting({ cell: 'rnn', units: 5, code: 4 });
    const mask = tf.tensor2d([
      [1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0],
    ]);
    const [whole, half] = [
      stepped(given)[2]!['dc']!.dataSync(),
      stepped(given, { g: mask })[2]!['dc']!.dataSync(),
    ];
    expect(half.slice(0, 4)).toEqual(whole.slice(0, 4));
    expect(Array.from(half.slice(4))).toEqual([0, 0, 0, 0]); // rnn has no biases
  });

  it('leaves its state and its layers, and nothing else', () => {
    for (const choice of choices) {
      const given = setting(choice);
      const steps = networkSteps(given.config);
      const movement = at(given.velocity, 0);
      const cues = given.cues && at(given.cues, 0);
      const before = tf.memory().numTensors;
      const hidden = steps.start(given.params, given.start);
      const taken = steps.step(given.params, hidden, { movement, cues });
      disposeTree(hidden);
      disposeTree(taken.hidden);
      disposeTree(taken.layers);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('refuses a network that is told of cues and gets none', () => {
    const given = setting(choices.at(-1)!);
    const { start, step } = networkSteps(given.config);
    const hidden = start(given.params, given.start);
    expect(() => step(given.params, hidden, { movement: at(given.velocity, 0) })).toThrow(ShapeError);
  });
});
