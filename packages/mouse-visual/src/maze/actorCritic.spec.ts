import { readFileSync } from 'node:fs';
import {
  ConfigError,
  createPass,
  createRng,
  fromLeaves,
  leaves,
  ndArray,
  ShapeError,
  tf,
  useBackend,
  valueAndGrad,
  type BatchTensors,
  type Pass,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { ActorCritic, actorCritic } from './actorCritic';
import { actorCriticLoss } from './actorCriticLoss';
import { generalisedAdvantages } from './generalisedAdvantages';
import { MazePolicy, mazePolicy, type PolicyInput } from './mazePolicy';

await useBackend('cpu');

const table = (rows: readonly (readonly number[])[]) =>
  ndArray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);
const row = (values: readonly number[]) => ndArray(Float64Array.from(values), [values.length]);

describe('generalisedAdvantages', () => {
  it('is as by hand', () => {
    // d = 1 + .5 * 4 - 2 = 1, 0 + .5 * 6 - 4 = -1, 2 + .5 * 8 - 6 = 0; A_1 = -1 + .25 * 0, A_0 = 1 + .25 * -1.
    const { advantages, returns } = generalisedAdvantages(
      { rewards: table([[1, 0, 2]]), values: table([[2, 4, 6]]), ends: table([[0, 0, 0]]), after: row([8]) },
      { discount: 0.5, lambda: 0.5 },
    );
    expect([...advantages.values]).toEqual([0.75, -1, 0]);
    expect([...returns.values]).toEqual([2.75, 3, 6]);
  });

  it('expects nothing past the end of an episode, and is n-step returns where lambda is 1', () => {
    const { returns } = generalisedAdvantages(
      {
        rewards: table([[1, 2, 4], [1, 2, 4]]), // prettier-ignore
        values: table([[7, -3, 11], [0, 0, 0]]), // prettier-ignore
        ends: table([[0, 1, 0], [0, 0, 0]]), // prettier-ignore
        after: row([16, 16]),
      },
      { discount: 0.5, lambda: 1 },
    );
    expect([...returns.values]).toEqual([2, 2, 12, 1 + 1 + 1 + 2, 2 + 2 + 4, 12]);
  });

  it('is the weighted sum of surprises that defines it, whatever the numbers', () => {
    const [steps, discount, lambda] = [12, 0.93, 0.8];
    const draw = (name: string) => [...createRng(3).child(name).normal(steps)];
    const [rewards, values, after] = [draw('rewards'), draw('values'), 0.7];
    const ends = rewards.map((_, step) => (step === 4 || step === 9 ? 1 : 0));
    const { advantages } = generalisedAdvantages(
      { rewards: table([rewards]), values: table([values]), ends: table([ends]), after: row([after]) },
      { discount, lambda },
    );
    for (let from = 0; from < steps; from++) {
      let sum = 0;
      for (let step = from; step < steps; step++) {
        const next = ends[step] === 1 ? 0 : (values[step + 1] ?? after);
        sum += (discount * lambda) ** (step - from) * (rewards[step]! + discount * next - values[step]!);
        if (ends[step] === 1) break;
      }
      expect(advantages.values[from]).toBeCloseTo(sum, 12);
    }
  });

  it('refuses parts that do not fit', () =>
    expect(() =>
      generalisedAdvantages(
        { rewards: table([[1, 0]]), values: table([[2]]), ends: table([[0, 0]]), after: row([8]) },
        { discount: 0.5, lambda: 0.5 },
      ),
    ).toThrow(ShapeError));
});

describe('actorCriticLoss', () => {
  it('is as by hand for even chances', () => {
    const { loss, policyLoss, valueLoss, entropy } = actorCriticLoss(
      { logits: tf.zeros([2, 4]), values: tf.tensor1d([1, 2]) },
      { actions: tf.tensor1d([0, 3]), advantages: tf.tensor1d([1, 2]), returns: tf.tensor1d([3, 2]) },
      { value: 0.5, entropy: 0.1 },
    );
    expect(policyLoss.dataSync()[0]).toBeCloseTo(1.5 * Math.log(4), 6);
    expect(valueLoss.dataSync()[0]).toBeCloseTo(1, 6); // (4 + 0) / 2 / 2
    expect(entropy.dataSync()[0]).toBeCloseTo(Math.log(4), 6);
    expect(loss.dataSync()[0]).toBeCloseTo(1.4 * Math.log(4) + 0.5, 6);
  });

  it('refuses outcomes of another number of timesteps', () => {
    const two = tf.tensor1d([0, 1]);
    const outcomes = { actions: two, advantages: two, returns: tf.tensor1d([0]) as Tensor1D };
    const made = { logits: tf.zeros([2, 4]) as Tensor2D, values: two };
    expect(() => actorCriticLoss(made, outcomes, { value: 1, entropy: 0 })).toThrow(ShapeError);
  });
});

// Remade by: /usr/bin/python3 packages/mouse-visual/goldens/actorCritic.py
type Numbers = { shape: number[]; values: number[] };
const golden = JSON.parse(
  readFileSync(new URL('../../goldens/actorCritic.json', import.meta.url), 'utf8'),
) as {
  config: { [name: string]: number };
  loss: number;
  parts: { [name: string]: number };
  logits: Numbers;
  values: Numbers;
} & { [part in 'inputs' | 'params' | 'hidden' | 'grads']: { [name: string]: Numbers } };
const { embedding, units, actions, features, rewardScale, value, entropy } = golden.config as Record<
  string,
  number
>;
const tensor = ({ values, shape }: Numbers) => tf.tensor(values, shape);
const policy = mazePolicy(MazePolicy.parse({ embedding, cell: { kind: 'lstm', units } }), {
  encoder: { features: features! },
  actions: actions!,
  rewardScale: rewardScale!,
});
const params = () =>
  fromLeaves(Object.entries(golden.params).map(([path, numbers]) => ({ path, tensor: tensor(numbers) })));
const batch = (): BatchTensors => ({
  ...Object.fromEntries(Object.entries(golden.inputs).map(([name, numbers]) => [name, tensor(numbers)])),
  rewards: tf.tensor2d([[1, 3]]),
  last: tf.tensor1d([0, 8]),
  finished: tf.tensor1d([0, 1]),
});
const task = actorCritic(ActorCritic.parse({ value, entropy }));
const pass: Pass = createPass({ training: true, rng: createRng(0) });
const objectiveOf = (model: Tree, tensors: BatchTensors) =>
  task.objective({
    forward: (input) => policy.apply(model, {}, input, pass),
    ...{ modelParams: model, params: {}, state: {}, batch: tensors, pass },
  });

describe('actorCritic on mazePolicy', () => {
  it('has the loss, its parts and all gradients of PyTorch', () => {
    const model = params();
    const tensors = batch();
    const {
      value: loss,
      grads,
      rest,
    } = valueAndGrad((tree: Tree) => {
      const { loss: found, terms } = objectiveOf(tree, tensors);
      return { value: found, rest: terms };
    }, model);
    expect(loss.dataSync()[0]).toBeCloseTo(golden.loss, 6);
    for (const [name, expected] of Object.entries(golden.parts))
      expect((rest as { [name: string]: Scalar })[name]!.dataSync()[0]).toBeCloseTo(expected, 6);
    expect(leaves(grads).map(({ path }) => path)).toEqual(Object.keys(golden.grads).sort());
    for (const { path, tensor: found } of leaves(grads)) {
      const expected = golden.grads[path]!.values;
      // Single precision against double: 1e-5 of the largest of a tensor.
      const scale = Math.max(...expected.map(Math.abs));
      found
        .dataSync()
        .forEach((each, at) => expect(Math.abs(each - expected[at]!)).toBeLessThan(1e-5 * scale + 1e-7));
    }
  });

  it('says mean reward, and what the episodes that ended brought', () => {
    const { terms } = objectiveOf(params(), batch());
    expect(terms['reward']!.dataSync()[0]).toBe(2);
    expect(terms['episode']!.dataSync()[0]).toBe(8);
  });

  it('gives the memory after the last step, so that going on in parts is going on', () => {
    const { inputs, hidden } = golden;
    const all = (from: number, count: number, memory: PolicyInput['hidden']) => {
      const cut = (name: string) => {
        const whole = tensor(inputs[name]!);
        return tf.slice(whole, [0, from], [2, count]);
      };
      return policy.run(
        params(),
        {},
        { seen: cut('seen'), body: cut('body') as never, begins: cut('begins') as never, hidden: memory },
        pass,
      );
    };
    const start = {
      rates: tensor(inputs['hidden/rates']!) as Tensor2D,
      cell: tensor(inputs['hidden/cell']!) as Tensor2D,
    };
    const first = all(0, 2, start);
    const rest = all(2, 3, first.hidden);
    for (const name of ['rates', 'cell'])
      rest.hidden[name]!.dataSync().forEach((each, at) =>
        expect(each).toBeCloseTo(hidden[name]!.values[at]!, 5),
      );
    const logits = golden.logits.values.slice(6, 15); // steps 2 to 4 of the first animal
    const found = [...rest.output.dataSync()].slice(0, 12).filter((_, at) => at % 4 < 3);
    found.forEach((each, at) => expect(each).toBeCloseTo(logits[at]!, 5));
  });

  it('leaves exactly its result', () => {
    const [model, tensors] = [params(), batch()];
    const before = tf.memory().numTensors;
    const made = tf.tidy((() => policy.apply(model, {}, { ...tensors, hidden: { rates: tensors['hidden/rates'], cell: tensors['hidden/cell'] } } as never, pass)) as () => never) as ReturnType<typeof policy.apply>; // prettier-ignore
    expect(tf.memory().numTensors - before).toBe(1 + Object.keys(made.layers).length);
  });

  it('refuses batches of another stream', () => {
    const { actions: _, ...others } = batch();
    expect(() => objectiveOf(params(), others)).toThrow(ConfigError);
    expect(() => objectiveOf(params(), { ...batch(), body: tf.zeros([2, 5, 3]) })).toThrow(
      'mazePolicy: body must be [2, 5, 4], got [2,5,3]',
    );
  });
});
