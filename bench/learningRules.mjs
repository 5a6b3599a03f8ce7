/**
 * Times one training step (credit, momentum for W, plain descent for the feedback) of two networks under each learning
 * rule, in turns in one run; prints medians and what each costs over backpropagation. Beside others' load the tenth
 * percentiles of processor time say most: load only adds.
 *
 * node bench/learningRules.mjs [--backend torch] [--rounds 15] [--only 'information alignment']
 */
import { parseArgs } from 'node:util';
import { createOptimizer, createPass, createRng, tf, useBackend } from '../packages/core/dist/index.js';
import { createLearningRule, LearningRuleConfig } from '../packages/learning-rules/dist/index.js';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'torch' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
  },
});

const rng = createRng(0);
const drawn = (name, shape, scale = 1) => {
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from(rng.child(name).normal(count), (value) => scale * value),
    shape,
  );
};

/** Krizhevsky's small network for CIFAR-10 (three convolutions of 5 x 5), and three dense layers. */
const networks = {
  'three convolutions, 64 images of 32 x 32': {
    shapes: { first: [5, 5, 3, 32], second: [5, 5, 32, 32], third: [5, 5, 32, 64], readout: [1024, 10] },
    input: [64, 32, 32, 3],
  },
  'three dense layers of 1024, 256 examples': {
    shapes: { first: [784, 1024], second: [1024, 1024], third: [1024, 1024], readout: [1024, 10] },
    input: [256, 784],
  },
};

function trainer({ shapes, input }, config) {
  let params = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const fan = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      return [name, { kernel: drawn(name, shape, Math.sqrt(2 / fan)), bias: tf.zeros([shape.at(-1)]) }];
    }),
  );
  const x = drawn('x', input);
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: input[0] }, (_, row) => row % 10),
      'int32',
    ),
    10,
  );
  const target = tf.cast(labels, 'float32');
  const evaluate = (tree, projector) => {
    const pass = createPass({ training: true, rng, projector });
    let y = x;
    for (const name of Object.keys(shapes)) {
      const { kernel, bias } = tree[name];
      const { path } = pass.at(name).at('kernel');
      if (kernel.rank === 2) {
        y = tf.add(projector.matMul(path, tf.reshape(y, [input[0], -1]), kernel), bias);
        if (name !== 'readout') y = tf.relu(y);
      } else {
        const geometry = { strides: [1, 1], dilations: [1, 1], padding: 'same' };
        y = tf.maxPool(tf.relu(tf.add(projector.conv2d(path, y, kernel, geometry), bias)), 2, 2, 'valid');
      }
    }
    const loss = tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(y)), 1)));
    return { loss, terms: {}, state: {}, taskState: {} };
  };
  const rule = createLearningRule(LearningRuleConfig.parse(config));
  let feedback = rule.init(params, rng.child('feedback'));
  const [optimizer, feedbackOptimizer] = [
    createOptimizer({ kind: 'sgd', momentum: 0.9, nesterov: false }),
    createOptimizer({ kind: 'sgd', momentum: 0, nesterov: false }),
  ];
  let slots = optimizer.init(params);
  let step = 0;
  return () => {
    const old = [params, slots, feedback];
    const loss = tf.tidy(() => {
      const { objective, grads, feedbackGrads } = rule.credit({
        ...{ evaluate, params, feedback, step },
        rng: rng.child(step),
      });
      const turns = rule.turns?.(step) ?? { params: step, feedback: step };
      const moved = optimizer.update(grads, slots, params, { step, learningRate: 1e-4 });
      [params, slots] = [moved.params, moved.state];
      if (turns.feedback !== undefined && Object.keys(feedback).length > 0)
        feedback = feedbackOptimizer.update(feedbackGrads, {}, feedback, { step, learningRate: 1e-4 }).params;
      eachTensor([params, slots, feedback], tf.keep);
      return tf.keep(objective.loss);
    });
    const held = new Set();
    eachTensor([params, slots, feedback], (tensor) => held.add(tensor.id));
    eachTensor(old, (tensor) => held.has(tensor.id) || tensor.dispose());
    step += 1;
    const [value] = loss.dataSync();
    loss.dispose();
    return value;
  };
}

function eachTensor(node, visit) {
  if (node.dataId !== undefined) visit(node);
  else Object.values(node).forEach((child) => eachTensor(child, visit));
}

const still = { observe: { angles: [] } };
const rules = {
  backpropagation: { kind: 'backpropagation' },
  'feedback alignment': { kind: 'feedbackAlignment', ...still },
  'feedback alignment, angles of every 10th update': { kind: 'feedbackAlignment' },
  'sign symmetry': { kind: 'signSymmetry', ...still },
  'direct feedback alignment': { kind: 'directFeedbackAlignment', ...still },
  'Kolen-Pollack': { kind: 'kolenPollack', ...still },
  'symmetric alignment': { kind: 'symmetricAlignment', ...still },
  'activation alignment': { kind: 'activationAlignment', ...still },
  'information alignment': { kind: 'informationAlignment', ...still },
  'information alignment with the first feedback': {
    kind: 'informationAlignment',
    firstFeedback: true,
    ...still,
  },
  'weight mirror': { kind: 'weightMirror', ...still },
};

const chosen = Object.keys(rules).filter(
  (name) => name === 'backpropagation' || name.startsWith(options.only),
);
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
const median = (values) => quantile(values, 0.5);
const backend = await useBackend(options.backend);
console.log(`${backend.name}: ${backend.implementation}`);
for (const [title, network] of Object.entries(networks)) {
  const steps = Object.fromEntries(chosen.map((name) => [name, trainer(network, rules[name])]));
  const samples = Object.fromEntries(chosen.map((name) => [name, []]));
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const [name, step] of Object.entries(steps)) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      step();
      const { user, system } = process.cpuUsage(cpu);
      if (round > 0) samples[name].push({ wall: performance.now() - wall, cpu: (user + system) / 1000 });
    }
  }
  console.log(
    `\n${title}\n\n| rule | wall, ms | CPU, ms | over backpropagation, wall | CPU | CPU, tenth percentiles |\n| --- | --- | --- | --- | --- | --- |`,
  );
  const of = (name, what) => median(samples[name].map((sample) => sample[what]));
  for (const name of chosen) {
    const [wall, cpu] = ['wall', 'cpu'].map((what) => of(name, what));
    // Of each round, so that what else the machine does meets both.
    const ratio = (what) =>
      median(samples[name].map((sample, round) => sample[what] / samples.backpropagation[round][what]));
    const least = (rule) =>
      quantile(
        samples[rule].map((sample) => sample.cpu),
        0.1,
      );
    console.log(
      `| ${name} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${ratio('wall').toFixed(2)} | ${ratio('cpu').toFixed(2)} | ${(least(name) / least('backpropagation')).toFixed(2)} |`,
    );
  }
}
