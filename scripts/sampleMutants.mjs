/**
 * Mutation testing of a random sample: stretches of three lines drawn evenly from all that may be mutated in
 * packages/metrics, put to every spec that reaches them, so that the score estimates that of the whole package.
 *
 * node scripts/sampleMutants.mjs [stretches, 150] [seed, 1] [stryker's options ...]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setUp.mjs';

const [stretches = '150', seed = '1', ...options] = process.argv.slice(2);
const folder = join(root, 'packages', 'metrics');
const { mutate } = JSON.parse(readFileSync(join(folder, 'stryker.config.json'), 'utf8'));
const refused = mutate
  .filter((/** @type {string} */ pattern) => pattern.startsWith('!'))
  .map((/** @type {string} */ pattern) => pattern.slice('!src/'.length).replace('**/', ''))
  .map((/** @type {string} */ name) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`));

const candidates = readdirSync(join(folder, 'src'))
  .filter(
    (name) => name.endsWith('.ts') && !refused.some((/** @type {RegExp} */ pattern) => pattern.test(name)),
  )
  .sort()
  .flatMap((name) => {
    const lines = readFileSync(join(folder, 'src', name), 'utf8').split('\n');
    const code = (/** @type {string} */ line) => !/^(import |export \{|\s*(\/\/|\/\*|\*|\}|$))/.test(line);
    return lines.flatMap((line, index) => (code(line) ? [`src/${name}:${index + 1}-${index + 3}`] : []));
  });

let state = Number(seed);
const draw = (/** @type {number} */ below) => {
  state = (16807 * state) % 2147483647; // Park and Miller's generator
  return Math.floor((state / 2147483647) * below);
};
const chosen = new Set();
while (chosen.size < Math.min(Number(stretches), candidates.length))
  chosen.add(candidates[draw(candidates.length)]);
console.log(
  `${chosen.size} stretches of three lines, out of ${candidates.length} lines of code, seed ${seed}`,
);
const args = ['stryker', 'run', '--mutate', [...chosen].join(','), ...options];
process.exitCode = spawnSync('npx', args, { cwd: folder, stdio: 'inherit' }).status ?? 1;
