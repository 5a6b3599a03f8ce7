/**
 * A job of `jobs.mjs` on the inputs of a folder, once for each line on standard input.
 *
 * node bench/metrics/ours.mjs <job> <folder> <wasm | torch>
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { useProductsOf } from '../../packages/core/dist/index.js';
import { jobs } from './jobs.mjs';
import { forget, held, highest } from './memory.mjs';

const [name, folder, backend] = process.argv.slice(2);
const job = jobs[name];
await useProductsOf(backend);
const lines = createInterface({ input: process.stdin });
const bare = held();
const inputs = readdirSync(folder)
  .filter((file) => file.endsWith('.bin'))
  .sort()
  .map((file) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, file));
    const shape = JSON.parse(readFileSync(join(folder, file.replace('.bin', '.json')), 'utf8'));
    return { values: new Float64Array(buffer, byteOffset, byteLength / 8), shape };
  });
const bytes = inputs.reduce((total, { values }) => total + values.byteLength, 0);
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ bytes });
for await (const line of lines) {
  if (line === 'stop') break;
  forget();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = job.run(inputs);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const memory = highest() - bare - bytes;
  say({ wall, cpu: (user + system) / 1000, memory, check: job.check(result) });
}
