import {
  createPass,
  createRng,
  exactProjector,
  leafAt,
  leaves,
  mapTree,
  matchesAny,
  tf,
  useBackend,
  valueAndGrad,
  type Pass,
  type Scalar,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, test } from 'vitest';
import { ConvCellConfig, convCells, createConvCell } from './convCells';
import type { CellSite, ConvCell, ConvHidden } from './ConvCell';
import { gatedBy } from './gatedBy';
import { rgcMedian, rgcShallow } from './reciprocalGatedConfigs';

await useBackend('cpu');

const rng = createRng(7);
const pass = createPass({ training: true, rng }).at('cell');
const random = (name: string, shape: readonly number[], spread = 1) =>
  tf.tensor(
    Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b, 1)), (value) => spread * value),
    [...shape],
  );

/** Sizes that differ, so that no axis can be taken for another. */
const site: CellSite = { size: [4, 3], inputs: 2, skips: 3, feedback: 0 };

const rgc = (options: object) => ConvCellConfig.parse({ kind: 'reciprocalGated', ...options });
const configs: { name: string; config: ConvCellConfig; at: CellSite }[] = [
  ...Object.keys(convCells).map((kind) => ({ name: kind, config: ConvCellConfig.parse({ kind }), at: site })),
  ...['simpleRnn', 'gru', 'lstm', 'ugrnn'].map((kind) => ({
    name: `${kind} of 3 channels`,
    config: ConvCellConfig.parse({ kind, channels: 3, kernelSize: 2 }),
    at: site,
  })),
  {
    name: 'LSTM with all',
    config: ConvCellConfig.parse({ kind: 'lstm', layerNorm: true, peepholes: true, biasStart: 0.3 }),
    at: site,
  },
  {
    name: 'simple RNN, normed',
    config: ConvCellConfig.parse({ kind: 'simpleRnn', layerNorm: true }),
    at: site,
  },
  { name: 'rgcShallow', config: rgcShallow, at: site },
  { name: 'rgcMedian', config: { ...rgcMedian, cellChannels: 3 }, at: { ...site, feedback: 2 } },
  {
    name: 'reciprocal gated cell with all',
    config: rgc({
      ...{ cellChannels: 3, cellResidual: true, inputToOut: true, outResidual: true, inputToTau: true },
      ...{ inputToGate: true, residualToCellTau: true, residualToCellGate: true, residualToOutTau: true },
      ...{ residualToOutGate: true, layerNorm: true, feedbackEntry: 'input', tauMultiplier: -0.8 },
      ...{ separableTau: true, separableGate: true, separableFeedback: true, separableCellInput: true },
      ...{ separableOutInput: true, feedbackActivation: 'tanh', fixedBiases: 'all', gateBias: 0.3 },
    }),
    at: { ...site, feedback: 2 },
  },
  {
    name: 'reciprocal gated cell that takes the cell in',
    config: rgc({ cellToOut: true, feedbackEntry: 'cell' }),
    at: { ...site, feedback: 2 },
  },
  {
    name: 'reciprocal gated cell without a cell',
    config: rgc({ gateKernelSize: 0, inputToCell: false, residualToOutTau: true }),
    at: site,
  },
];

const maps = (at: CellSite, batch = 2) => ({
  input: random('input', [batch, ...at.size, at.inputs]) as Tensor4D,
  skip: random('skip', [batch, ...at.size, at.skips]) as Tensor4D,
  ...(at.feedback > 0 && { feedback: random('feedback', [batch, ...at.size, at.feedback]) as Tensor4D }),
});

const statesOf = (cell: ConvCell, batch = 2): ConvHidden =>
  Object.fromEntries(
    Object.entries(cell.states).map(([name, channels]) => [
      name,
      random(name, [batch, ...cell.site.size, channels]) as Tensor4D,
    ]),
  );

type Maps = ReturnType<typeof maps>;
const stepOnce = (
  cell: ConvCell,
  params: Tree,
  { input, skip, feedback }: Maps,
  hidden: ConvHidden,
  to = pass,
) =>
  cell.step(
    params,
    hidden,
    { drive: cell.project(params, { input, skip }, to), ...(feedback && { feedback }) },
    to,
  );

/** Parameters that are nowhere 0, so that each of them has an effect. */
const lively = (cell: ConvCell): Tree =>
  mapTree(cell.init(rng), (tensor, path) => tf.add(tensor, random(path, tensor.shape, 0.3)));

const distance = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

describe.each(configs)('$name', ({ config, at }) => {
  const cell = createConvCell(config, at);

  test('its config survives JSON', () => {
    expect(ConvCellConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(cell.config).toEqual(config);
  });

  test('maps keep their size; examples do not see each other; gates are there where asked for', () => {
    tf.tidy(() => {
      const params = lively(cell);
      const [inputs, hidden] = [maps(at), statesOf(cell)];
      const { output, hidden: after, gates } = stepOnce(cell, params, inputs, hidden);
      expect(output.shape).toEqual([2, ...at.size, cell.channels]);
      expect(Object.keys(after).sort()).toEqual(Object.keys(cell.states).sort());
      for (const [name, state] of Object.entries(after)) expect(state.shape).toEqual(hidden[name]!.shape);
      expect(gates).toBeUndefined();
      const second = <T extends { readonly [name: string]: Tensor4D }>(items: T) =>
        mapTree(items, (tensor) => tf.slice(tensor, [1], [1])) as T;
      const alone = stepOnce(cell, params, second(inputs), second(hidden));
      expect(distance(alone.output, tf.slice(output, [1], [1]))).toBeLessThan(1e-6);
      const drive = cell.project(params, inputs, pass);
      const observed = cell.step(params, hidden, { drive, ...inputs, observe: true }, pass);
      expect(distance(observed.output, output)).toBe(0);
      for (const gate of Object.values(observed.gates ?? {}))
        expect(gate.shape.slice(0, 3)).toEqual([2, ...at.size]);
      const gated = config.kind !== 'timeDecay' && config.kind !== 'simpleRnn';
      const names = Object.keys(observed.gates ?? {}).filter((name) => name !== 'candidate');
      expect(names.length > 0).toBe(gated);
      for (const name of names) expect(gatedBy).toHaveProperty(name);
    });
  });

  test('gradients along a random direction are those of finite differences, for each leaf', () => {
    tf.tidy(() => {
      const tree: Tree = { params: lively(cell), hidden: statesOf(cell), ...maps(at) };
      const loss = (at: Tree): Scalar => {
        const { params, hidden, ...inputs } = at as { params: Tree; hidden: ConvHidden } & Maps;
        const first = stepOnce(cell, params, inputs, hidden);
        const { output, hidden: last } = stepOnce(cell, params, inputs, first.hidden);
        const seen = { output, ...last };
        // Not every cell uses what entered the node.
        const terms = Object.entries(seen).map(([name, x]) =>
          tf.mean(tf.mul(x, random(`${name} weight`, x.shape))),
        );
        return tf.add(tf.addN(terms), tf.mul(0.01, tf.mean(inputs.skip))) as Scalar;
      };
      const { grads } = valueAndGrad((at: Tree) => ({ value: loss(at), rest: {} }), tree);
      for (const { path, tensor } of leaves(tree)) {
        const direction = random(`${path} direction`, tensor.shape);
        const at = (by: number) =>
          loss(mapTree(tree, (leaf, name) => (name === path ? tf.add(leaf, tf.mul(direction, by)) : leaf)));
        // A loss near 0.1 rounded in float32 puts 1e-8 / 1e-3 into the quotient. A longer step would cross more of
        // the kinks of relu and elu.
        const quotient = (at(5e-4).dataSync()[0]! - at(-5e-4).dataSync()[0]!) / 1e-3;
        const slope = tf.sum(tf.mul(leafAt(grads, path)!, direction)).dataSync()[0]!;
        expect(Math.abs(quotient - slope), path).toBeLessThan(2e-3 * Math.max(0.05, Math.abs(slope)));
      }
    });
  });

  test('the same rng gives the same parameters; nothing is left over', () => {
    const [inputs, hidden] = [maps(at), statesOf(cell)];
    const before = tf.memory().numTensors;
    const [params, again] = [cell.init(rng), cell.init(rng)];
    leaves(params).forEach(({ path, tensor }) =>
      expect(tensor.dataSync()).toEqual(leafAt(again, path)!.dataSync()),
    );
    const drive = cell.project(params, inputs, pass);
    const made = cell.step(params, hidden, { drive, ...inputs, observe: true }, pass);
    const given = new Set<Tensor>(Object.values(inputs));
    tf.dispose([params, again, made, ...Object.values(drive).filter((tensor) => !given.has(tensor))]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([inputs, hidden]);
  });

  test('each convolution goes through the projector, at the path of its kernel, and that of the input once', () => {
    tf.tidy(() => {
      const params = cell.init(rng);
      const calls: string[] = [];
      const conv2d: Pass['projector']['conv2d'] = (path, x, kernel, options) => {
        expect(leafAt({ cell: params }, path)?.shape).toEqual(kernel.shape);
        calls.push(path);
        return exactProjector.conv2d(path, x, kernel, options);
      };
      const to = createPass({ training: true, rng, projector: { ...exactProjector, conv2d } }).at('cell');
      stepOnce(cell, params, maps(at), statesOf(cell), to);
      const kernels = leaves({ cell: params }).filter(({ path }) => /ernel$/.test(path));
      expect(calls.sort()).toEqual(kernels.map(({ path }) => path).sort());
    });
  });

  test('penalties name parameters that there are', () => {
    tf.tidy(() => {
      const paths = leaves(cell.init(rng)).map(({ path }) => path);
      for (const pattern of Object.keys(cell.penalties))
        expect(paths.filter(matchesAny([pattern])), pattern).not.toEqual([]);
    });
  });

  test('maps of another size are refused', () => {
    tf.tidy(() => {
      const params = cell.init(rng);
      const good = maps(at);
      const wide = tf.zeros([2, 4, 3, 9]) as Tensor4D;
      expect(() => cell.project(params, { ...good, input: wide }, pass)).toThrow(
        `${config.kind}: input must be [batch, 4, 3, 2], got [2,4,3,9]`,
      );
      const [name, channels] = Object.entries(cell.states)[0]!;
      expect(() => stepOnce(cell, params, good, { ...statesOf(cell), [name]: wide })).toThrow(
        `${config.kind}: ${name} must be [batch, 4, 3, ${channels}], got [2,4,3,9]`,
      );
    });
  });
});

/** A cell with all parameters 0 but those given. */
function silent(config: ConvCellConfig, at: CellSite, given: Tree = {}): { cell: ConvCell; params: Tree } {
  const cell = createConvCell(config, at);
  const params = mapTree(cell.init(rng), (tensor, path) => leafAt(given, path) ?? tf.zerosLike(tensor));
  return { cell, params };
}

test('time decay with τ = 0 gives its input', () => {
  tf.tidy(() => {
    const { cell, params } = silent(ConvCellConfig.parse({ kind: 'timeDecay' }), site);
    const inputs = maps(site);
    expect(distance(stepOnce(cell, params, inputs, statesOf(cell)).output, inputs.input)).toBe(0);
  });
});

test.each([
  ['rgcShallow', rgcShallow],
  ['rgcMedian', rgcMedian],
])('%s with all weights 0 and silent input stays silent', (_, config) => {
  tf.tidy(() => {
    const at = { ...site, skips: site.inputs + 1, feedback: 2 };
    const { cell, params } = silent(config, at);
    const hidden = mapTree(statesOf(cell), (tensor) => tf.zerosLike(tensor)) as ConvHidden;
    // The projection of the residual is 0 too; only the input itself could pass.
    const inputs = { ...maps(at), input: tf.zeros([2, 4, 3, 2]) as Tensor4D };
    const { hidden: after } = stepOnce(cell, params, inputs, hidden);
    for (const state of Object.values(after)) expect(distance(state, tf.zerosLike(state))).toBe(0);
  });
});

test('gates that are shut keep the state, gates that are open pass the input', () => {
  tf.tidy(() => {
    const parse = (config: object) => ConvCellConfig.parse(config);
    const closed = tf.tensor1d([100, 100, 0, 0]);
    const ugrnn = silent(parse({ kind: 'ugrnn' }), site, { bias: closed });
    const state = statesOf(ugrnn.cell);
    expect(distance(stepOnce(ugrnn.cell, ugrnn.params, maps(site), state).output, state['rates']!)).toBe(0);
    const gru = silent(parse({ kind: 'gru' }), site, { gates: { bias: tf.tensor1d([0, 0, 100, 100]) } });
    expect(distance(stepOnce(gru.cell, gru.params, maps(site), state).output, state['rates']!)).toBe(0);
    const through = tf.tensor1d([0, 0, 0, 0, 100, 100, 0, 0]);
    const intersection = silent(parse({ kind: 'intersectionRnn' }), site, { bias: through });
    const passed = stepOnce(intersection.cell, intersection.params, maps(site), statesOf(intersection.cell));
    expect(distance(passed.output, maps(site).input)).toBe(0);
    const lstm = silent(parse({ kind: 'lstm' }), site, {
      bias: tf.tensor1d([-100, -100, 0, 0, 100, 100, 0, 0]),
    });
    const memory = statesOf(lstm.cell);
    expect(
      distance(stepOnce(lstm.cell, lstm.params, maps(site), memory).hidden['cell']!, memory['cell']!),
    ).toBe(0);
  });
});

test('layer normalisation is over the whole map, with a gain per channel', () => {
  tf.tidy(() => {
    const at: CellSite = { size: [1, 1], inputs: 2, skips: 2, feedback: 0 };
    const one = tf.tensor1d([1, 1]);
    const { cell, params } = silent(ConvCellConfig.parse({ kind: 'simpleRnn', layerNorm: true }), at, {
      bias: tf.tensor1d([1, 3]),
      norm: { gamma: one },
    });
    const output = stepOnce(cell, params, maps(at, 1), statesOf(cell, 1)).output;
    expect(Array.from(output.dataSync())).toEqual([Math.fround(Math.expm1(-1)), 1]);
  });
});

test('what entered the node is resized where its map differs, with the corners kept', () => {
  tf.tidy(() => {
    const at: CellSite = { size: [3, 3], inputs: 1, skips: 1, feedback: 0 };
    const { cell, params } = silent(rgc({ outResidual: true, tauOffset: 0, tauMultiplier: 0 }), at);
    const skip = tf.tensor4d([0, 4, 8, 12], [1, 2, 2, 1]);
    const input = tf.zeros([1, 3, 3, 1]) as Tensor4D;
    const { output } = stepOnce(cell, params, { input, skip }, statesOf(cell, 1));
    // The gate of intake is half open.
    expect(Array.from(output.dataSync())).toEqual([0, 1, 2, 2, 3, 4, 4, 5, 6]);
  });
});

test('joint kernels start with the fans of the whole, depthwise kernels with the fan in 49 C', () => {
  tf.tidy(() => {
    const at: CellSite = { size: [7, 7], inputs: 16, skips: 16, feedback: 0 };
    const extreme = (tensor: Tensor) => tf.max(tf.abs(tensor)).dataSync()[0]!;
    const ugrnn = createConvCell(ConvCellConfig.parse({ kind: 'ugrnn', channels: 32 }), at).init(rng);
    const bound = Math.sqrt(6 / (9 * (16 + 32 + 64)));
    for (const name of ['kernel', 'recurrentKernel']) {
      expect(extreme(leafAt(ugrnn, name)!)).toBeLessThanOrEqual(bound);
      expect(extreme(leafAt(ugrnn, name)!)).toBeGreaterThan(0.99 * bound);
    }
    const median = createConvCell(rgcMedian, at).init(rng);
    const kernel = leafAt(median, 'outTau/depthwise/kernel')!;
    expect(kernel.shape).toEqual([7, 7, 1, 16]);
    const spread = Math.sqrt(tf.mean(tf.square(kernel)).dataSync()[0]!);
    // 784 draws: their spread is within 10 % of the true one at four standard errors.
    expect(Math.abs(spread / Math.sqrt(0.6393378386273998 / (49 * 16)) - 1)).toBeLessThan(0.1);
  });
});

test('biases start as published', () => {
  tf.tidy(() => {
    const start = (config: object, path: string) =>
      Array.from(leafAt(createConvCell(ConvCellConfig.parse(config), site).init(rng), path)!.dataSync());
    expect(start({ kind: 'gru' }, 'gates/bias')).toEqual([1, 1, 1, 1]);
    expect(start({ kind: 'gru' }, 'candidate/bias')).toEqual([0, 0]);
    expect(start({ kind: 'lstm', biasStart: -1.5 }, 'bias')).toEqual(Array(8).fill(-1.5));
    expect(start({ kind: 'timeDecay' }, 'decay')).toEqual([0]);
  });
});

test('penalties are on kernels, of the classic cells on biases too, and never on gains, peepholes and projections', () => {
  tf.tidy(() => {
    const penalised = (config: object, at = site) => {
      const cell = createConvCell(ConvCellConfig.parse(config), at);
      const patterns = Object.keys(cell.penalties);
      const paths = leaves(cell.init(rng)).map(({ path }) => path);
      return {
        factors: [...new Set(Object.values(cell.penalties))],
        without: paths.filter((path) => !matchesAny(patterns)(path)),
      };
    };
    expect(penalised({ kind: 'timeDecay' })).toEqual({ factors: [], without: ['decay'] });
    expect(penalised({ kind: 'gru' })).toEqual({ factors: [1e-4], without: [] });
    const lstm = penalised({ kind: 'lstm', peepholes: true, layerNorm: true, l2: 5.434329000564743e-6 });
    expect(lstm.factors).toEqual([5.434329000564743e-6]);
    expect(lstm.without.map((path) => path.split('/')[0])).toEqual([
      ...Array<string>(10).fill('norm'),
      ...Array<string>(3).fill('peepholes'),
    ]);
    expect(penalised(rgcShallow)).toEqual({ factors: [1e-4], without: [] });
    const median = penalised(rgcMedian, { ...site, feedback: 2 });
    expect(median.factors).toEqual([2.033999204146308e-4]);
    expect(median.without.filter((path) => !path.endsWith('bias'))).toEqual(['outResidual/kernel']);
    expect(median.without).toHaveLength(1 + 7);
  });
});

test('what is refused, and how', () => {
  expect(() => createConvCell({ kind: 'qrnn' } as never, site)).toThrow(
    'createConvCell: kind must be one of timeDecay, simpleRnn, gru, lstm, ugrnn, intersectionRnn, ' +
      'reciprocalGated, got "qrnn"',
  );
  expect(() => ConvCellConfig.parse({ kind: 'gru', units: 3 })).toThrow('units');
  expect(() => rgc({ inputToCell: false })).toThrow('a cell must take something in');
  expect(() => rgc({ gateKernelSize: 0 })).toThrow('without a cell');
  tf.tidy(() => {
    const at = { ...site, feedback: 2 };
    const cell = createConvCell(rgcMedian, at);
    const params = cell.init(rng);
    const { input, skip } = maps(at);
    expect(() => stepOnce(cell, params, { input, skip }, statesOf(cell))).toThrow(
      'reciprocalGated: feedback must be [batch, 4, 3, 2], got none',
    );
  });
});
