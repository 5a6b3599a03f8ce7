/**
 * Times the metrics' large jobs beside scikit-learn, SciPy and NumPy with their default threads, in turns in one run;
 * prints medians. Where the engine over LibTorch is built, jobs of large products are timed with these on it too.
 *
 * node bench/metrics/run.mjs [--rounds 3] [--only pls] [--write]
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeEnvironment } from '../../packages/core/dist/index.js';
import { writeResults } from '../table.mjs';
import { jobs } from './jobs.mjs';
import { renderMetrics } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});

const beside = (file) => fileURLToPath(new URL(file, import.meta.url));

/** A process that does a job for each line; undefined where it does not start. */
async function startWorker(command, args, env) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env });
  child.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  const hello = await read();
  if (hello === undefined) return undefined;
  return {
    hello,
    run: () => {
      child.stdin.write('\n');
      return read();
    },
    stop: () => child.stdin.end('stop\n'),
  };
}

/**
 * The peer's environment. An OpenBLAS older than a processor with AVX-512 takes it for one of 2004; our engine names it
 * one that it knows, and so that the peer has the same instructions it is named to it as well.
 */
function peerEnvironment() {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('NVPL_'));
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const core = /\bavx512vl\b/.test(flags) ? { OPENBLAS_CORETYPE: 'SKYLAKEX' } : {};
  return { ...core, ...Object.fromEntries(others) };
}

async function measure(name, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  jobs[name].inputs().forEach(({ values, shape }, index) => {
    writeFileSync(join(folder, `${index}.bin`), values);
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(shape));
  });
  const own = (backend) =>
    startWorker(process.execPath, [beside('ours.mjs'), name, folder, backend], process.env);
  const ours = await own('wasm');
  // Without the engine there is no such row.
  const torch = jobs[name].onTorch ? await own('torch') : undefined;
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const peer = await startWorker(python, [beside('peer.py'), name, folder], peerEnvironment());
  const samples = { ours: [], torch: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [side, worker] of Object.entries({ ours, torch, peer })) {
      const sample = await worker?.run();
      if (sample === undefined) continue;
      samples[side].push(sample);
      process.stderr.write(
        `${name}, ${side}: ${sample.wall.toFixed(0)} ms, CPU ${sample.cpu.toFixed(0)} ms\n`,
      );
    }
  }
  for (const worker of [ours, torch, peer]) worker?.stop();
  rmSync(folder, { recursive: true });
  return { name, bytes: ours.hello.bytes, versions: peer?.hello.versions, ...samples };
}

const results = [];
for (const name of Object.keys(jobs)) {
  if (name.includes(options.only) && !jobs[name].absent)
    results.push(await measure(name, Number(options.rounds)));
}
const markdown = renderMetrics(results, await describeEnvironment());
console.log(markdown);
if (options.write)
  writeResults(new URL('../../BENCHMARKS.md', import.meta.url), markdown, [
    '<!-- results: pnpm bench metrics --write -->',
    '<!-- end of results of metrics -->',
  ]);
