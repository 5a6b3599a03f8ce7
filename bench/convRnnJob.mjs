/**
 * Our side of convRnns.mjs, a process of its own so that its highest memory is its own: a step for each line on
 * standard input, on `torch` or the `backend` of the job. It writes its weights and images for the twins to read.
 *
 * node bench/convRnnJob.mjs <job as JSON>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  createOptimizer,
  createPass,
  createRng,
  fromLeaves,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  writeNpz,
} from '../packages/core/dist/index.js';
import { createPublished } from '../packages/ventral-stream/dist/index.js';
import { timed } from './measure.mjs';
import { softmaxLoss } from './networks.mjs';

const job = JSON.parse(process.argv[2]);
const { implementation, features } = await useBackend(job.backend ?? 'torch');
const nodes = ({ compiled }) => compiled.nodes.map(({ name, shapes }) => ({ name, shapes }));
const unread = createPublished(job.model, { scale: job.scale });
const record =
  job.work === 'features'
    ? nodes(unread)
        .slice(0, -1)
        .map(({ name }) => name)
    : [];
const network = createPublished(job.model, {
  scale: job.scale,
  record,
  ...(job.presentation && { presentation: job.presentation }),
  ...(job.segment && { segment: job.segment }),
  // One row of logits, the last.
  decodeFrom: (job.presentation?.mode === 'neural' ? 26 : unread.movie.timesteps) - 1,
});
const rng = createRng(0);
let { params } = network.init(rng.child('params'));
const { size, classes } = job.scale;
// A few pictures over and over: among more there is one where two pixels of a pool are equal but for rounding, which
// then decides, in each library as it rounds, through which of them a gradient of a thousandth flows.
const pictures = rng.child('images').uniform(Math.min(job.batch, 8) * size * size * 3);
const pixels = Float32Array.from(
  { length: job.batch * size * size * 3 },
  (_, index) => 4 * pictures[index % pictures.length] - 2,
);
const images = tf.tensor4d(pixels, [job.batch, size, size, 3]);
const labels = tf.tidy(() =>
  tf.cast(
    tf.oneHot(
      tf.tensor1d(
        Array.from({ length: job.batch }, (_, index) => index % classes),
        'int32',
      ),
      classes,
    ),
    'float32',
  ),
);
writeFileSync(
  job.file,
  writeNpz(
    Object.fromEntries([
      ...leaves(params).map(({ path, tensor }) => [path, { values: tensor.dataSync(), shape: tensor.shape }]),
      ['images', { values: pixels, shape: images.shape }],
    ]),
    { compress: false },
  ),
);

const optimizer = createOptimizer({ kind: 'sgd', momentum: 0.9, nesterov: true });
let slots = optimizer.init(params);
const pass = createPass({ training: true, rng: createRng(1) });
const start = leaves(params).map(({ path, tensor }) => ({
  path,
  shape: tensor.shape,
  values: tensor.dataSync().slice(),
}));

/** Every step begins with the same parameters and no velocity: a difference of rounding does not grow over updates. */
function restore() {
  [...leaves(params), ...leaves(slots)].forEach(({ tensor }) => tensor.dispose());
  params = fromLeaves(start.map(({ path, shape, values }) => ({ path, tensor: tf.tensor(values, shape) })));
  slots = optimizer.init(params);
}

/** Loss; of each node the norm of the gradient, which is the velocity after one step, and of the step itself. */
function valuesOfStep(loss) {
  const begin = Object.fromEntries(start.map(({ path, values }) => [path, values]));
  const norms = (tree, from) =>
    nodes(network).map(({ name }) => {
      const squares = leaves(tree)
        .filter(({ path }) => path.startsWith(`${name}/`))
        .map(({ path, tensor }) => {
          const values = tensor.dataSync();
          return values.reduce((sum, value, index) => sum + (value - (from?.[path][index] ?? 0)) ** 2, 0);
        });
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    });
  return [loss, ...norms(slots.velocity), ...norms(params, begin)];
}

/** Forward, cross-entropy of the last logits, backward, SGD with Nesterov's momentum. */
function train() {
  const old = [...leaves(params), ...leaves(slots)];
  const loss = tf.tidy(() => {
    const { value, grads } = valueAndGrad((p) => {
      const { output } = network.apply(p, {}, { images }, pass);
      return { value: softmaxLoss(tf, output, labels), rest: {} };
    }, params);
    const next = optimizer.update(grads, slots, params, { step: 0, learningRate: job.rate, consume: true });
    [params, slots] = [next.params, next.state];
    [...leaves(params), ...leaves(slots)].forEach(({ tensor }) => tf.keep(tensor));
    return tf.keep(value);
  });
  old.forEach(({ tensor }) => tensor.dispose());
  const [value] = loss.dataSync();
  loss.dispose();
  return value;
}

function look() {
  const { output, layers } = tf.tidy(() => {
    const { output: logits, layers: found } = network.apply(
      params,
      {},
      { images },
      createPass({ training: false, rng }),
    );
    return { output: logits, layers: Object.fromEntries(record.map((name) => [name, found[name]])) };
  });
  output.dataSync();
  return { output, layers };
}

/** Axis by axis: the sum of 30 million numbers one after the other, as on `wasm`, is off by 3 in a thousand. */
const meanOfAll = (x) => (x.rank === 0 ? x : meanOfAll(tf.mean(x, -1)));

function valuesOf({ output, layers }) {
  const means = record.map((name) => tf.tidy(() => meanOfAll(tf.abs(layers[name])).dataSync()[0]));
  const values = [...means, ...output.dataSync()];
  [output, ...Object.values(layers)].forEach((tensor) => tensor.dispose());
  return values;
}

const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

say({
  blasCore: process.env.OPENBLAS_CORETYPE,
  implementation,
  features,
  parameters: leaves(params).reduce((sum, { tensor }) => sum + tensor.size, 0),
  twin: {
    timesteps: network.movie.timesteps,
    imageOff: network.movie.imageOff,
    decodeFrom: network.decodeFrom,
    sizes: nodes(network).map(({ shapes: { output } }) =>
      output.length === 3 ? [output[2], output[0], output[1]] : output,
    ),
  },
});
createInterface({ input: process.stdin }).on('line', () => {
  const training = job.work === 'train';
  if (training) restore();
  const { loss: result, ...times } = timed(training ? train : look);
  const highest = peak();
  say({ ...times, values: training ? valuesOfStep(result) : valuesOf(result), peak: highest });
});
