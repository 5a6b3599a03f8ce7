/**
 * Times updates of two models of `@goal-driven/mouse-visual` as they train at 64 x 64: AlexNet with batch norm by SimCLR,
 * the StreamNet of two streams by instance recognition; on `torch`, on `wasm` and in PyTorch eager (`mouseVisual.py`),
 * in turns in one run, with as many threads each (`wasm` has one). Then what the input pipeline costs. Prints medians.
 *
 * node bench/mouseVisual.mjs [--threads 1] [--rounds 5] [--wasm-rounds 1] [--only SimCLR] [--write]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  createPass,
  createRng,
  backpropagation,
  createOptimizer,
  describeEnvironment,
  disposeTree,
  leaves,
  ndArray,
  OptimizerConfig,
  tf,
  useBackend,
} from '../packages/core/dist/index.js';
import {
  createPipeline,
  createTask,
  models,
  Pipeline,
  TaskConfig,
} from '../packages/mouse-visual/dist/index.js';
import { arraySource, imageStream } from '../packages/stimuli/dist/index.js';
import { renderImages } from './mouseVisualTable.mjs';
import { writeResults } from './table.mjs';
import { startScript } from './torchTwin.mjs';

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '5' },
    'wasm-rounds': { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const threads = Number(options.threads);
process.env.GOAL_DRIVEN_THREADS = options.threads;

const BATCH = 64;
const IMAGES = 10_000;
const plans = [
  {
    name: 'AlexNet with batch norm, SimCLR',
    model: 'mouse-visual/alexnet_bn_simclr_64x64',
    objective: { kind: 'simClr' },
    twin: 'simclr',
  },
  {
    name: 'StreamNet of two streams, instance recognition',
    model: 'mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir',
    objective: { kind: 'instanceRecognition', negatives: 1024 },
    twin: 'instances',
  },
];
const say = (text) => process.stderr.write(`${text}\n`);

/** Times of one piece of work: of the wall and of the processor, ms. */
function timer() {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: performance.now() - wall, cpu: (user + system) / 1000 };
  };
}

/** Update after update on one batch, as `train` makes them, with the times of their parts. */
function updates({ model, objective }) {
  const rng = createRng(0);
  const architecture = models[model].architecture();
  const setting = { features: 1, images: IMAGES, classes: 10, side: 64 };
  const output = architecture.shapes[architecture.config.nodes.at(-1).name];
  setting.features = output.reduce((product, size) => product * size, 1);
  const task = createTask(TaskConfig.parse(objective), setting);
  const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'adamw' }));
  const view = (name) =>
    tf.tensor(Float32Array.from(rng.child(name).normal(BATCH * 64 * 64 * 3)), [BATCH, 64, 64, 3]);
  const batch = {
    images: view('images'),
    second: view('second'),
    indices: tf.tensor1d(
      Int32Array.from({ length: BATCH }, (_, row) => row * 7),
      'int32',
    ),
    labels: tf.zeros([BATCH], 'int32'),
  };
  let training = tf.tidy(() => {
    const made = architecture.init(rng.child('model'));
    const head = task.init(made, rng.child('task'));
    const params = { model: made.params, task: head.params };
    return { params, state: made.state, taskState: head.state, slots: optimizer.init(params) };
  });
  let step = 0;
  const update = () => {
    const { params, state, taskState, slots } = training;
    const stepRng = rng.child('step').child(step);
    let forward;
    const evaluate = (tree, projector) => {
      const done = timer();
      const pass = createPass({ training: true, rng: stepRng, projector });
      const shown = (input) => architecture.apply(tree.model, state, input, pass.at('model'));
      const own = { params: tree.task, state: taskState, pass: pass.at('task') };
      const result = task.objective({ forward: shown, modelParams: tree.model, batch, ...own });
      forward = done();
      return result;
    };
    const credited = timer();
    const { objective, grads } = tf.tidy(() => backpropagation.credit({ evaluate, params }));
    const credit = credited();
    const descended = timer();
    const next = tf.tidy(() =>
      optimizer.update(grads, slots, params, { step, learningRate: 1e-4, consume: true }),
    );
    const optimiser = descended();
    const { loss } = objective;
    const value = loss.dataSync()[0];
    const { terms } = objective;
    const after = {
      params: next.params,
      state: objective.state,
      taskState: objective.taskState,
      slots: next.state,
    };
    disposeLeft({ ...training, grads, loss, terms }, after);
    training = after;
    step += 1;
    const less = (a, b) => ({ wall: a.wall - b.wall, cpu: a.cpu - b.cpu });
    return { loss: value, parts: { forward, backward: less(credit, forward), optimiser } };
  };
  return {
    parameters: leaves(training.params).reduce((sum, { tensor }) => sum + tensor.size, 0),
    step: () => {
      const done = timer();
      const made = update();
      return { ...done(), ...made };
    },
    stop: () => disposeTree({ ...training, batch }),
  };
}

function disposeLeft(before, after) {
  const held = new Set(leaves(after).map(({ tensor }) => tensor.id));
  for (const { tensor } of leaves(before)) if (!held.has(tensor.id)) tensor.dispose();
}

/** Samples of one way to make updates; the first, which compiles and fills caches, is not counted. */
async function sample(label, { step }, rounds) {
  const samples = [];
  for (let round = 0; round <= rounds; round++) {
    const made = await step();
    say(`${label}: ${made.wall.toFixed(0)} ms, CPU ${made.cpu.toFixed(0)} ms, loss ${made.loss.toFixed(4)}`);
    if (round > 0) samples.push(made);
  }
  return samples;
}

async function measure(plan) {
  const rounds = Number(options.rounds);
  const wasmRounds = Number(options['wasm-rounds']);
  const report = await useBackend('torch');
  const ours = updates(plan);
  const torch = await sample(`${plan.name}, torch`, ours, rounds);
  ours.stop();
  const twin = await startScript('mouseVisual.py', plan.twin, BATCH, threads);
  if (twin !== undefined && twin.parameters !== ours.parameters)
    throw new Error(
      `mouseVisual: the twin of ${plan.name} must have ${ours.parameters} parameters, got ${twin.parameters}`,
    );
  const library = twin === undefined ? [] : await sample(`${plan.name}, PyTorch`, twin, rounds);
  twin?.stop();
  let wasm = [];
  if (wasmRounds > 0) {
    await useBackend('wasm');
    const slow = updates(plan);
    wasm = await sample(`${plan.name}, wasm`, slow, wasmRounds);
    slow.stop();
  }
  return {
    name: plan.name,
    parameters: ours.parameters,
    batch: BATCH,
    report,
    version: twin?.version,
    torch,
    library,
    wasm,
  };
}

/** What an image costs until it can be learned from, in one thread: ms of the processor for all its views. */
async function pipelineCost(name, crop) {
  const rng = createRng(3);
  const pixels = Uint8Array.from(rng.uniform(500 * 32 * 32 * 3), (value) => 256 * value);
  const source = arraySource({
    images: ndArray(pixels, [500, 32, 32, 3]),
    labels: Array.from({ length: 500 }, () => 0),
    classes: ['noise'],
  });
  const { train } = createPipeline(Pipeline.parse({ name, crop, size: 64, colours: 'cifar' }));
  const stream = imageStream(source, { batchSize: 50, steps: train, threads: 0 }, rng);
  const count = crop > 64 ? 2 : 6;
  await stream.read({ batch: 0 });
  const done = timer();
  for (let batch = 1; batch <= count; batch++) await stream.read({ batch });
  return { name, crop, cpu: done().cpu / (50 * count) };
}

const results = [];
for (const plan of plans.filter(({ name }) => name.includes(options.only))) results.push(await measure(plan));
const pipelines = [];
for (const [name, crop] of [
  ['simClr', 64],
  ['moCo', 64],
  ['instanceRecognition', 64],
  ['simClr', 224],
  ['instanceRecognition', 224],
])
  pipelines.push(await pipelineCost(name, crop));
const markdown = renderImages(results, { pipelines, environment: await describeEnvironment(), threads });
console.log(markdown);
if (options.write) {
  const marks = ['<!-- mouse-visual: node bench/mouseVisual.mjs --write -->', '<!-- end of mouse-visual -->'];
  writeResults(new URL('../BENCHMARKS.md', import.meta.url), markdown, marks);
}
process.exit(0);
