/**
 * Trains a small network with convolutions, pooling and a recurrent part for 20,000 steps on `torch` and
 * shows the resident size on the way: it must stay where it was after the first tenth.
 *
 * node bench/steadyMemory.mjs [--steps 20000]
 */
import { parseArgs } from 'node:util';
import { createOptimizer, tf, useBackend, valueAndGrad } from '../packages/core/dist/index.js';
import { initialize } from './networks.mjs';
import { createTrainer } from './trainingStep.mjs';

const { values: options } = parseArgs({ options: { steps: { type: 'string', default: '20000' } } });
const steps = Number(options.steps);

const network = {
  shapes: { filter: [3, 3, 1, 4], filterBias: [4], input: [36, 8], recurrent: [8, 8], readout: [8, 3] },
  makeBatch: (t) => ({ images: t.fill([2, 8, 8, 1], 0.5), target: t.tensor2d([1, 0, 0, 0, 1, 0], [2, 3]) }),
  loss: (t, p, { images, target }) => {
    const drive = t.add(t.conv2d(images, p.filter, 1, 'valid'), p.filterBias);
    const pooled = t.reshape(t.maxPool(t.relu(drive), 2, 2, 'valid'), [2, 36]);
    const inputs = t.matMul(pooled, p.input);
    let rates = t.zeros([2, 8]);
    for (let step = 0; step < 4; step++) rates = t.tanh(t.add(t.matMul(rates, p.recurrent), inputs));
    return t.neg(t.mean(t.sum(t.mul(target, t.logSoftmax(t.matMul(rates, p.readout))), 1)));
  },
};

const { implementation, features } = await useBackend('torch');
console.log(`${implementation} (${features.join(', ')})`);
const optimizer = createOptimizer({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
const train = createTrainer(tf, { valueAndGrad, optimizer, initialize }, network);
const megabytes = () => process.memoryUsage.rss() / 2 ** 20;
let [first, largest] = [0, 0];
const cpu = process.cpuUsage();
for (let step = 1; step <= steps; step++) {
  const loss = train();
  if (step % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  if (step % (steps / 10) !== 0) continue;
  const { numTensors, numBytesNative } = tf.memory();
  console.log(
    `step ${step}: ${megabytes().toFixed(1)} MB resident, ${numTensors} tensors, ${numBytesNative} bytes native, loss ${loss.toFixed(5)}`,
  );
  if (first === 0) first = megabytes();
  largest = Math.max(largest, megabytes());
}
const { user, system } = process.cpuUsage(cpu);
console.log(`${((user + system) / 1000 / steps).toFixed(3)} ms CPU per step`);
console.log(`largest after the first tenth: ${(largest - first).toFixed(1)} MB more`);
// V8's own heap breathes by a few megabytes
process.exit(largest - first < 16 ? 0 : 1);
