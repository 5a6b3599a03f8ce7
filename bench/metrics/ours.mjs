/**
 * A job of `jobs.mjs` on the inputs of a folder, once for each line on standard input.
 *
 * node bench/metrics/ours.mjs <job> <folder>
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { jobs } from './jobs.mjs';

const [name, folder] = process.argv.slice(2);
const job = jobs[name];
const inputs = readdirSync(folder)
  .filter((file) => file.endsWith('.bin'))
  .sort()
  .map((file) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, file));
    const shape = JSON.parse(readFileSync(join(folder, file.replace('.bin', '.json')), 'utf8'));
    return { values: new Float64Array(buffer, byteOffset, byteLength / 8), shape };
  });
const highest = () => process.resourceUsage().maxRSS * 1024;
const before = highest();
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ bytes: inputs.reduce((total, { values }) => total + values.byteLength, 0) });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = job.run(inputs);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  say({ wall, cpu: (user + system) / 1000, memory: highest() - before, check: job.check(result) });
}
