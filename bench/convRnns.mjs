/**
 * Times the networks of @goal-driven/ventral-stream on our `torch` backend and in PyTorch eager, in turns in one run
 * with the same weights and the same number of threads, and the highest memory of each process beside it. PyTorch
 * runs them twice: every node at every step, and with our schedule; in both layouts. What they come to must agree. `wasm`
 * takes part in the first `--wasm-rounds`, on its one thread. With `--segment`, training has a row more in which ours keeps the states of every so manieth step and computes the others
 * again.
 *
 * node bench/convRnns.mjs [--rounds 3] [--threads 1] [--only name] [--batch 32] [--layouts contiguous] [--segment 4]
 *   [--wasm-rounds 1] [--write]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeEnvironment } from '../packages/core/dist/index.js';
import { renderConvRnns } from './convRnnTable.mjs';
import { summarize } from './measure.mjs';
import { replaceRows, writeResults } from './table.mjs';
import { startNode, startScript } from './torchTwin.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    batch: { type: 'string', default: '32' },
    segment: { type: 'string' },
    'wasm-rounds': { type: 'string', default: '1' },
    layouts: { type: 'string', default: 'contiguous,channels_last' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const threads = Number(options.threads);
const wasmRounds = Number(options['wasm-rounds']);
const batch = Number(options.batch);
const layouts = options.layouts.split(',');

const small = { scale: { size: 64, classes: 10 }, batch, rate: 1e-3 };
const large = { scale: { size: 224, classes: 1000 }, batch: 1, rate: 1e-3 };
const segment = options.segment === undefined ? [] : [Number(options.segment)];
const plans = ['rgc_shallow', 'ugrnn_intermediate'].flatMap((model) => [
  { name: `${model}, training step, 64 x 64`, model, work: 'train', ...small },
  ...segment.map((steps) => ({
    name: `${model}, training step, 64 x 64, in segments of ${steps}`,
    model,
    work: 'train',
    segment: steps,
    ...small,
  })),
  { name: `${model}, features, 64 x 64`, model, work: 'features', ...small },
  {
    name: `${model}, features of 26 steps, 64 x 64`,
    model,
    work: 'features',
    presentation: { mode: 'neural' },
    ...small,
  },
  { name: `${model}, forward, 224 x 224`, model, work: 'forward', ...large },
]);

/** Of outputs, the largest difference, relative to the largest value where that is above 1. */
function apart(ours, theirs) {
  const largest = Math.max(1, ...theirs.map(Math.abs));
  return Math.max(...ours.map((value, index) => Math.abs(value - theirs[index]))) / largest;
}

/** Of a training step (loss and norms, all above 0), the largest difference of any value relative to itself. */
const apartEach = (ours, theirs) =>
  Math.max(...ours.map((value, index) => Math.abs(value / theirs[index] - 1)));

async function measure({ name, ...plan }, folder) {
  const job = { ...plan, classes: plan.scale.classes, file: join(folder, 'weights.npz') };
  const torch = await startNode('convRnnJob.mjs', [JSON.stringify(job)], threads);
  if (torch === undefined) throw new Error('bench: the torch backend must start, got none');
  // The twins get the same kernels of BLAS.
  if (torch.blasCore !== undefined) process.env.OPENBLAS_CORETYPE = torch.blasCore;
  const ways = { torch };
  for (const schedule of ['every', 'ours'])
    for (const layout of layouts) {
      const twin = await startScript(
        'convRnns.py',
        ...[JSON.stringify({ ...job, ...torch.twin, schedule }), layout, threads],
      );
      if (twin !== undefined) ways[`${schedule}, ${layout}`] = twin;
    }
  if (wasmRounds > 0)
    ways.wasm = await startNode('convRnnJob.mjs', [JSON.stringify({ ...job, backend: 'wasm' })], 1);
  const samples = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  // The first step of each warms caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    let expected;
    for (const [way, { step }] of Object.entries(ways)) {
      if (way === 'wasm' && round > wasmRounds) continue;
      const sample = await step();
      if (sample === undefined && way === 'wasm') {
        process.stderr.write(`${name}: the 4 GB of wasm do not hold it\n`);
        delete ways.wasm;
        delete samples.wasm;
        continue;
      }
      if (sample === undefined) throw new Error(`bench: ${name} must run in ${way}, got an end`);
      expected ??= sample.values;
      const difference = (plan.work === 'train' ? apartEach : apart)(expected, sample.values);
      process.stderr.write(
        `${name}, ${way}: ${sample.wall.toFixed(0)} ms, CPU ${sample.cpu.toFixed(0)} ms, ` +
          `${sample.peak.toFixed(0)} MB, ${sample.values[0].toFixed(5)}, apart ${difference.toExponential(1)}\n`,
      );
      if (!(difference < 1e-4))
        throw new Error(`bench: ${name} must come to the same within 1e-4 in ${way}, got ${difference}`);
      if (round > 0) samples[way].push(sample);
    }
  }
  Object.values(ways).forEach(({ stop }) => stop());
  return {
    name,
    implementation: torch.implementation,
    features: torch.features,
    version: Object.values(ways)[1]?.version,
    ways: Object.fromEntries(
      Object.entries(samples).map(([way, list]) => [
        way,
        { ...summarize(list), peak: Math.max(...list.map(({ peak }) => peak)) },
      ]),
    ),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'goal-driven-bench-'));
const results = [];
try {
  for (const plan of plans.filter(({ name }) => name.includes(options.only)))
    results.push(await measure(plan, folder));
} finally {
  rmSync(folder, { recursive: true });
}
const markdown = renderConvRnns(results, { environment: await describeEnvironment(), threads });
console.log(markdown);
if (options.write) {
  const marks = [
    `<!-- ConvRNNs, ${threads} thread: node bench/convRnns.mjs --threads ${threads} --write -->`,
    `<!-- end of ConvRNNs, ${threads} thread -->`,
  ];
  const merge = options.only === '' ? undefined : replaceRows;
  writeResults(new URL('../BENCHMARKS.md', import.meta.url), markdown, marks, merge);
}
