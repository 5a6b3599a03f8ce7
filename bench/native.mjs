/**
 * Times steps on our `torch` backend, in PyTorch eager in both its layouts, and on `wasm`, in turns in one run
 * with the same number of threads for all but `wasm`, which has one; prints medians. `--only name --write` replaces
 * the rows of those networks alone.
 *
 * node bench/native.mjs [--rounds 7] [--threads 2] [--only name] [--wasm-rounds 2] [--write]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  createOptimizer,
  describeEnvironment,
  tf,
  useBackend,
  valueAndGrad,
} from '../packages/core/dist/index.js';
import { summarize, timed, timedAsync } from './measure.mjs';
import { initialize, pathIntegrator, smallAlexNet } from './networks.mjs';
import { renderNative } from './nativeTable.mjs';
import { resNet18 } from './resNet18.mjs';
import { replaceRows, writeResults } from './table.mjs';
import { publishedLoop } from './publishedLoop.mjs';
import { startScript } from './torchTwin.mjs';
import { createTrainer } from './trainingStep.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    threads: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
    'wasm-rounds': { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
});
const threads = Number(options.threads);
process.env.GOAL_DRIVEN_THREADS = options.threads;
const optimizer = createOptimizer({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });

const alexNet = smallAlexNet();
const plans = [
  { network: alexNet, twin: 'alexnet', images: true },
  {
    network: { ...alexNet, name: 'features of small AlexNet, forward' },
    twin: 'features',
    images: true,
    forward: true,
  },
  { network: resNet18(), twin: 'resnet', images: true },
  { network: pathIntegrator({ units: 512 }), twin: 512 },
  { network: { name: 'published training loop, 512 units' }, loop: 512, twin: 512, wasmRounds: 0 },
  { network: pathIntegrator({ units: 1024 }), twin: 1024 },
  // The 4 GB that wasm can address do not hold a step of it.
  { network: pathIntegrator({ units: 4096 }), twin: 4096, rounds: 3, wasmRounds: 0 },
];

/** A step on the backend that computes when it is made and must compute when it is run. */
function stepOf({ network, forward }) {
  if (!forward) return createTrainer(tf, { valueAndGrad, optimizer, initialize }, network);
  const [params, { images }] = [initialize(tf, network.shapes), network.makeBatch(tf)];
  return () => tf.tidy(() => tf.sum(network.features(tf, params, images)).dataSync()[0]);
}

async function on(backend, plan) {
  const report = await useBackend(backend);
  if (plan.loop !== undefined) return { report, ...loopOn(backend, publishedLoop(plan.loop)) };
  const step = stepOf(plan);
  return {
    report,
    step: async () => {
      await useBackend(backend);
      return timed(step);
    },
  };
}

/** The study's own training, an update at a time. */
const loopOn = (backend, { step, stop }) => ({
  step: async () => {
    await useBackend(backend);
    return timedAsync(step);
  },
  stop,
});

const twinOf = async (plan, layout) => {
  const script = plan.loop === undefined ? 'torchTwin.py' : 'publishedLoop.py';
  const twin = await startScript(script, plan.twin, layout, threads);
  return twin && { step: () => twin.step(), stop: () => twin.stop(), version: twin.version };
};

async function measure(plan) {
  const rounds = Math.min(Number(options.rounds), plan.rounds ?? Infinity);
  const wasmRounds = Math.min(Number(options['wasm-rounds']), plan.wasmRounds ?? Infinity);
  const ways = {
    torch: { rounds, ...(await on('torch', plan)) },
    contiguous: { rounds, ...(await twinOf(plan, 'contiguous')) },
    ...(plan.images ? { channelsLast: { rounds, ...(await twinOf(plan, 'channels_last')) } } : {}),
    wasm: { rounds: wasmRounds, ...(wasmRounds > 0 ? await on('wasm', plan) : {}) },
  };
  const samples = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  // The first step of each compiles and warms caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [way, { step, rounds: wanted }] of Object.entries(ways)) {
      if (step === undefined || round > wanted) continue;
      const sample = await step();
      process.stderr.write(
        `${plan.network.name}, ${way}: ${sample.wall.toFixed(0)} ms, CPU ${sample.cpu.toFixed(0)} ms, ${sample.loss.toFixed(4)}\n`,
      );
      if (round > 0) samples[way].push(sample);
    }
  }
  Object.values(ways).forEach(({ stop }) => stop?.());
  return {
    network: plan.network.name,
    version: ways.contiguous.version,
    torch: ways.torch.report,
    ...Object.fromEntries(Object.entries(samples).map(([way, list]) => [`${way}Times`, summarize(list)])),
  };
}

const results = [];
for (const plan of plans.filter(({ network }) => network.name.includes(options.only)))
  results.push(await measure(plan));
const markdown = renderNative(results, { environment: await describeEnvironment(), threads });
console.log(markdown);
if (options.write) {
  const marks = ['<!-- torch: pnpm bench:torch --write -->', '<!-- end of torch -->'];
  const merge = options.only === '' ? undefined : replaceRows;
  writeResults(new URL('../BENCHMARKS.md', import.meta.url), markdown, marks, merge);
}
