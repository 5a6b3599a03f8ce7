/**
 * Times one training step (forward, backward, Adam) of two networks on `wasm` with stock kernels
 * ("before"), on `wasm` with ours ("after") and in PyTorch eager, in turns in one run, and prints medians.
 *
 * node bench/run.mjs [--rounds 7] [--before-rounds 2] [--only recurrent|alexnet] [--json file]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createOptimizer,
  describeEnvironment,
  tf,
  useBackend,
  valueAndGrad,
} from '../packages/core/dist/index.js';
import { initialize, pathIntegrator, smallAlexNet } from './networks.mjs';
import { kernelSwitch } from './stockKernels.mjs';
import { startTwin } from './torchTwin.mjs';
import { createTrainer } from './trainingStep.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    'before-rounds': { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});

const stock = tf.getKernelsForBackend('wasm');
const { implementation, features } = await useBackend('wasm');
const kernels = kernelSwitch(tf, stock);
const optimizer = createOptimizer({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });

const say = (text) => process.stderr.write(`${text}\n`);

function timed(f) {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const loss = f();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000, loss };
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const summary = (samples) =>
  samples.length === 0
    ? undefined
    : {
        wall: median(samples.map(({ wall }) => wall)),
        cpu: median(samples.map(({ cpu }) => cpu)),
        samples: samples.length,
      };

/** The first step of each compiles and warms caches and is not counted, but for "before", which is too slow for that. */
async function measure(network, argument) {
  const twin = await startTwin(argument);
  const trainers = Object.fromEntries(
    ['before', 'after'].map((mode) => [
      mode,
      createTrainer(tf, { valueAndGrad, optimizer, initialize }, network),
    ]),
  );
  const samples = { before: [], after: [], torch: [] };
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const mode of ['before', 'after']) {
      const warm = round === 0 && mode === 'after';
      if (mode === 'before' && round >= Number(options['before-rounds'])) continue;
      kernels[mode]();
      const sample = timed(trainers[mode]);
      say(
        `${network.name} ${mode}: ${sample.wall.toFixed(0)} ms, cpu ${sample.cpu.toFixed(0)} ms, loss ${sample.loss.toFixed(4)}`,
      );
      if (!warm) samples[mode].push(sample);
    }
    const sample = await twin?.step();
    if (sample !== undefined && round > 0) samples.torch.push(sample);
    if (sample !== undefined)
      say(
        `${network.name} torch: ${sample.wall.toFixed(0)} ms, cpu ${sample.cpu.toFixed(0)} ms, loss ${sample.loss.toFixed(4)}`,
      );
  }
  twin?.stop();
  const parameters = Object.values(network.shapes).reduce(
    (sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
  return {
    network: network.name,
    parameters,
    library: twin === undefined ? undefined : { version: twin.version, threads: twin.threads },
    ...Object.fromEntries(Object.entries(samples).map(([mode, list]) => [mode, summary(list)])),
  };
}

const plans = [
  ['alexnet', smallAlexNet(), 'alexnet'],
  ['recurrent', pathIntegrator({ units: 512 }), 512],
  ['recurrent', pathIntegrator({ units: 1024 }), 1024],
];
const results = [];
for (const [kind, network, argument] of plans) {
  if (options.only === '' || options.only === kind) results.push(await measure(network, argument));
}

const number = (value) =>
  value === undefined ? '-' : value >= 1000 ? `${Math.round(value)}` : value.toPrecision(3);
const ratio = (a, b, key) => (a === undefined || b === undefined ? '-' : (a[key] / b[key]).toPrecision(3));
const { processor, node } = await describeEnvironment();
console.log(
  `Processor: ${processor.model}, ${processor.cores} cores (${processor.features.join(', ')}); Node ${node}`,
);
console.log(`wasm: ${implementation} (${features.join(', ')})`);
console.log(
  `PyTorch: ${results[0]?.library === undefined ? 'not found' : `${results[0].library.version}, ${results[0].library.threads} thread(s) by default`}`,
);
for (const key of ['wall', 'cpu']) {
  console.log(
    `\n| training step, ${key === 'wall' ? 'wall' : 'process CPU'} time in ms (medians) | parameters | before | after | PyTorch | before / after | after / PyTorch |`,
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const { network, parameters, before, after, torch } of results) {
    console.log(
      `| ${network} | ${parameters} | ${number(before?.[key])} | ${number(after?.[key])} | ${number(torch?.[key])} | ${ratio(before, after, key)} | ${ratio(after, torch, key)} |`,
    );
  }
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(results, undefined, 2));
