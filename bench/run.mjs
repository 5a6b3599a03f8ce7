/**
 * Times one training step (forward, backward, Adam) of two networks on `wasm` with stock kernels
 * ("before"), on `wasm` with ours ("after") and in PyTorch eager, in turns in one run; prints medians.
 *
 * node bench/run.mjs [--rounds 7] [--only name] [--skip-before] [--write]
 */
import { parseArgs } from 'node:util';
import {
  createOptimizer,
  describeEnvironment,
  tf,
  useBackend,
  valueAndGrad,
} from '../packages/core/dist/index.js';
import { measure } from './measure.mjs';
import { initialize, pathIntegrator, smallAlexNet } from './networks.mjs';
import { renderResults, writeResults } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    'skip-before': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

// "Before" takes minutes for a step of the recurrent networks, so few of them are timed.
const plans = [
  { network: smallAlexNet(), twin: 'alexnet', beforeRounds: 5 },
  { network: pathIntegrator({ units: 512 }), twin: 512, beforeRounds: 2 },
  { network: pathIntegrator({ units: 1024 }), twin: 1024, beforeRounds: 1 },
];

const stock = tf.getKernelsForBackend('wasm');
const backend = await useBackend('wasm');
const engine = {
  tf,
  stock,
  valueAndGrad,
  initialize,
  optimizer: createOptimizer({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  say: (text) => process.stderr.write(`${text}\n`),
};
const results = [];
for (const plan of plans.filter(({ network }) => network.name.includes(options.only))) {
  const beforeRounds = options['skip-before'] ? 0 : plan.beforeRounds;
  results.push(await measure(engine, { ...plan, rounds: Number(options.rounds), beforeRounds }));
}
const markdown = renderResults(results, { environment: await describeEnvironment(), backend });
console.log(markdown);
if (options.write) writeResults(new URL('../BENCHMARKS.md', import.meta.url), markdown);
