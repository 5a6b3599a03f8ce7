import {
  countParameters,
  createPass,
  createRng,
  disposeTree,
  leaves,
  parameterShapes,
  ShapeError,
  tf,
  valueAndGrad,
  type Tensor,
  type Tree,
  useBackend,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { decodeTensor } from './decodeTensor';
import { PathIntegrationNetwork } from './NetworkChoice';
import { pathIntegrationNetwork } from './pathIntegrationNetwork';
import { pathIntegrationTask, PathIntegrationTask } from './pathIntegrationTask';
import { placeCellLoss } from './placeCellLoss';
import { WeightDecay, weightPenalty } from './weightDecay';

await useBackend('cpu');

const cells = ['ugrnn', 'gru', 'lstm', 'srnn', 'rnn'] as const;
const activations = ['linear', 'tanh', 'sigmoid', 'relu'] as const;
const everyNetwork = cells.flatMap((cell) => activations.map((activation) => ({ cell, activation })));

const pass = () => createPass({ training: false, rng: createRng(0) });

/** Park-Miller fixture: specs/metrics.md 1.1. */
function pm(seed: number, shape: number[], map: (value: number) => number = (value) => value): Tensor {
  let s = seed;
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, () => map((s = (16807 * s) % 2147483647) / 2147483647));
  return tf.tensor(values, shape);
}

const weight = (seed: number, shape: number[]) => pm(seed, shape, (value) => 2 * value - 1);

/** The golden of specs/mec.md 6.8, from the original TensorFlow code in float64. */
function golden() {
  const network = pathIntegrationNetwork(
    PathIntegrationNetwork.parse({ cell: 'ugrnn', activation: 'relu', units: 3, code: 4 }),
  );
  const [kernel, recurrentKernel] = tf.split(weight(215, [6, 6]), 2, 0);
  const params: Tree = {
    encoder: { kernel: weight(211, [4, 3]), bias: weight(212, [3]) },
    M: { kernel: weight(213, [2, 3]), bias: weight(214, [3]) },
    cell: { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: weight(216, [6]) },
    dense: { kernel: weight(217, [3, 3]), bias: weight(218, [3]) },
    decoder: { kernel: weight(219, [3, 4]), bias: weight(220, [4]) },
  };
  const shares = (tensor: Tensor) => tf.div(tensor, tf.sum(tensor, -1, true));
  const input = {
    velocity: pm(201, [2, 3, 2], (value) => 0.1 * (value - 0.5)) as tf.Tensor3D,
    start: shares(pm(202, [2, 4])) as tf.Tensor2D,
  };
  const target = shares(pm(203, [2, 3, 4]));
  const position = pm(204, [2, 3, 2], (value) => value - 0.5);
  return { network, params, input, target, position };
}

const expectClose = (tensor: Tensor, expected: readonly number[]) => {
  const values = tensor.dataSync();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, index) => expect(Math.abs(values[index]! - value)).toBeLessThan(1e-5));
};

describe('the three-layer network', () => {
  it('has the activities of the original', () => {
    const { network, params, input } = golden();
    const { output, layers } = network.apply(params, {}, input, pass());
    expectClose(
      layers['pre_g']!,
      [
        -0.6448582151, 0.3754567744, -0.4011555432, -0.5663754376, 0.2123688926, -0.03342509413, -0.488316611,
        0.1388153636, 0.2353778046, -0.9736759375, 0.3945527705, -0.2772357125, -0.857995221, 0.2395613155,
        0.1978742697, -0.7543974218, 0.1684216264, 0.5233470522,
      ],
    );
    expectClose(
      layers['g']!,
      [
        0, 0.5265996523, 0, 0, 0.3603618477, 0, 0, 0.2507439559, 0, 0.1566765613, 0.4558943017, 0, 0,
        0.2546750208, 0, 0, 0.1267010539, 0,
      ],
    );
    const dc = [
      -0.811166997, 1.352737963, -0.7413797315, 0.9865479646, -0.8696910139, 1.202438438, -0.6758058832,
      0.929570624, -0.9082819912, 1.103330314, -0.6325662181, 0.8919995313, -0.9921982966, 1.384940679,
      -0.720519335, 0.9448849412, -0.9068980599, 1.106884483, -0.6341168585, 0.893346888, -0.9519512932,
      0.9911801975, -0.5836364909, 0.8494843243,
    ];
    expectClose(output, dc);
    expectClose(layers['dc']!, dc);
  });

  it('has its loss, its weight terms and its decoding error', () => {
    const { network, params, input, target, position } = golden();
    const { output } = network.apply(params, {}, input, pass());
    expectClose(placeCellLoss(output, target), [1.76468857279]);
    expectClose(weightPenalty(WeightDecay.parse({ of: 'bias' }), params), [0.000298485886091]);
    const whole = tf.add(
      weightPenalty(WeightDecay.parse({}), params),
      tf.mul(tf.sum(tf.square((params['cell'] as { kernel: Tensor }).kernel)), 1e-4),
    );
    expectClose(whole, [0.00103867748889]);
    const centres = Float64Array.of(0, 0, 0.1, 0, 0, 0.3, -0.5, 0.5);
    expectClose(tf.mean(tf.norm(tf.sub(decodeTensor(output, centres), position), 2, -1)), [0.304909052122]);
  });

  it('has its gradient', () => {
    const { network, params, input, target } = golden();
    const { grads } = valueAndGrad(
      (tree) => ({ value: placeCellLoss(network.apply(tree, {}, input, pass()).output, target), rest: {} }),
      params,
    );
    const at = (path: string) => leaves(grads).find((leaf) => leaf.path === path)!.tensor;
    expectClose(
      at('M/kernel'),
      [-0.000401893, 0.00070733, 0.000224263, -0.000208212, 0.000435238, 0.000114623],
    );
    expectClose(at('encoder/bias'), [0.0270204, 0.0401235, -0.122442]);
    expectClose(at('decoder/bias'), [-0.124929, 0.241639, -0.238848, 0.122137]);
    expectClose(tf.norm(tf.concat([at('cell/kernel'), at('cell/recurrentKernel')])), [0.207853]);
  });
});

describe.each(everyNetwork)('a $cell network with $activation output', ({ cell, activation }) => {
  const network = pathIntegrationNetwork(
    PathIntegrationNetwork.parse({ cell, activation, units: 5, code: 4 }),
  );
  const batch = {
    velocity: pm(1, [2, 3, 2]),
    start: pm(2, [2, 4]),
    target: tf.softmax(pm(3, [2, 3, 4])),
    position: pm(4, [2, 3, 2]),
  };
  const task = pathIntegrationTask(PathIntegrationTask.parse({}), {
    centres: Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1),
  });
  const objective = (params: Tree, state: Tree) =>
    task.objective({
      forward: (input) => network.apply(params, state, input, pass()),
      modelParams: params,
      params: {},
      state: {},
      batch,
      pass: pass(),
    });

  it('names its layers and their units', () => {
    const { params, state } = network.init(createRng(1));
    const { layers } = network.apply(
      params,
      state,
      { velocity: batch.velocity as tf.Tensor3D, start: batch.start as tf.Tensor2D },
      pass(),
    );
    expect(Object.keys(layers).sort()).toEqual(cell === 'rnn' ? ['dc', 'g'] : ['dc', 'g', 'pre_g']);
    for (const [layer, tensor] of Object.entries(layers))
      expect(tensor.shape).toEqual([2, 3, network.units[layer]]);
  });

  it('has a gradient for every parameter, which agrees with a finite difference', () => {
    const { params, state } = network.init(createRng(1));
    const { grads } = valueAndGrad((tree) => ({ value: objective(tree, state).loss, rest: {} }), params);
    const direction = Object.fromEntries(
      leaves(params).map(({ path, tensor }, index) => [path, pm(index + 5, tensor.shape, (v) => v - 0.5)]),
    );
    const shifted = (scale: number) => {
      const moved = (tree: Tree, prefix: string): Tree =>
        Object.fromEntries(
          Object.entries(tree).map(([name, node]) => {
            const path = prefix === '' ? name : `${prefix}/${name}`;
            return [
              name,
              'dataId' in node
                ? tf.add(node as Tensor, tf.mul(direction[path]!, scale))
                : moved(node as Tree, path),
            ];
          }),
        );
      return objective(moved(params, ''), state).loss.dataSync()[0]!;
    };
    const along = leaves(grads).reduce(
      (sum, { path, tensor }) => sum + tf.sum(tf.mul(tensor, direction[path]!)).dataSync()[0]!,
      0,
    );
    const difference = (shifted(2e-3) - shifted(-2e-3)) / 4e-3;
    expect(Math.abs(along - difference)).toBeLessThan(2e-3 * Math.max(1, Math.abs(difference))); // float32; few kinks of relu in so short a step
  });

  it('is the same for the same rng, and leaves no tensor behind', () => {
    const { params, state } = network.init(createRng(1));
    const again = network.init(createRng(1));
    leaves(params).forEach(({ tensor }, index) => {
      expect(tensor.dataSync()).toEqual(leaves(again.params)[index]!.tensor.dataSync());
    });
    const before = tf.memory().numTensors;
    const { output, layers } = network.apply(
      params,
      state,
      { velocity: batch.velocity as tf.Tensor3D, start: batch.start as tf.Tensor2D },
      pass(),
    );
    tf.dispose([output, ...Object.values(layers)]);
    expect(tf.memory().numTensors).toBe(before);
    disposeTree(params);
  });
});

describe('dropout and cues', () => {
  const input = { velocity: pm(1, [2, 3, 2]) as tf.Tensor3D, start: pm(2, [2, 4]) as tf.Tensor2D };
  const cues = pm(3, [2, 3, 5]) as tf.Tensor3D;
  const networkOf = (choice: object) =>
    pathIntegrationNetwork(PathIntegrationNetwork.parse({ units: 200, code: 4, ...choice }));

  it('silences that share of layer g while training, and nothing else', () => {
    const network = networkOf({ activation: 'sigmoid', dropout: 0.3 });
    const { params } = network.init(createRng(1));
    const learning = createPass({ training: true, rng: createRng(2) });
    const plain = network.apply(params, {}, input, pass()).layers['g']!.dataSync();
    const dropped = network.apply(params, {}, input, learning).layers['g']!.dataSync();
    const silent = dropped.filter((value) => value === 0).length / dropped.length;
    expect(Math.abs(silent - 0.3)).toBeLessThan(0.04); // three standard errors of 1200 draws
    dropped.forEach((value, index) => {
      if (value !== 0) expect(value).toBeCloseTo(plain[index]! / 0.7, 5);
    });
    expect(
      networkOf({ activation: 'sigmoid' }).apply(params, {}, input, learning).layers['g']!.dataSync(),
    ).toEqual(plain);
  });

  it('has the kernels that cues need, in M or in the cell', () => {
    const shapesOf = (choice: object) => parameterShapes(networkOf(choice)).params;
    expect(shapesOf({ cues: 5 })['M/kernel']).toEqual([7, 200]);
    expect(shapesOf({ cues: 5, cueInput: 'beside' })).toMatchObject({
      'M/kernel': [2, 200],
      'cell/kernel': [205, 400],
    });
    expect(shapesOf({ cell: 'rnn', cues: 5 })['cell/kernel']).toEqual([7, 200]);
  });

  it('names cues that are missing, unwanted or too few', () => {
    const told = networkOf({ cues: 4 });
    const { params } = told.init(createRng(1));
    expect(() => told.apply(params, {}, input, pass())).toThrow(
      new ShapeError('pathIntegrationNetwork: cues must be [batch, timesteps, 4], got none'),
    );
    expect(() => told.apply(params, {}, { ...input, cues }, pass())).toThrow('timesteps, 4], got [2,3,5]');
    expect(() => networkOf({}).apply(params, {}, { ...input, cues }, pass())).toThrow(
      'timesteps, 0], got [2,3,5]',
    );
  });
});

describe('the published UGRNN', () => {
  it('counts 88,109,568 parameters less the second bias half, in the published layout', () => {
    const units = 32;
    const { params } = pathIntegrationNetwork(PathIntegrationNetwork.parse({ units, code: 8 })).init(
      createRng(0),
    );
    const published = (n: number, p: number) =>
      p * n + n + (2 * n + n) + (2 * n * 2 * n + 2 * n) + (n * n + n) + (n * p + p);
    expect(countParameters(params)).toBe(published(units, 8));
    expect(published(4096, 512)).toBe(88_109_568);
  });
});
