/**
 * Rate maps of 4,096 units over 1,000,000 positions, streamed in pieces: the time and the memory that they take beside
 * the pieces themselves, which are walks of the study and a pool of random activity read from ever other offsets. Maps
 * of three units are made once more by a plain loop, and how far they are apart is shown.
 *
 * node bench/rateMaps.mjs [--units 4096] [--positions 1000000] [--piece 2000] [--write]
 */
import { parseArgs } from 'node:util';
import { createRng, describeEnvironment, ndArray } from '../packages/core/dist/index.js';
import {
  Arena,
  boundsOf,
  drawWalks,
  Motion,
  pathSamples,
  simulateWalks,
} from '../packages/mec/dist/index.js';
import { binEdges, rateMaps } from '../packages/metrics/dist/index.js';
import { number, writeResults } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    units: { type: 'string', default: '4096' },
    positions: { type: 'string', default: '1000000' },
    piece: { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
});
const [units, positions, piece] = [options.units, options.positions, options.piece].map(Number);
const BINS = 44; // of 5 cm in 2.2 m
const TIMESTEPS = 20;
const POOL = 4; // pieces of activity

const rng = createRng(0);
const bounds = boundsOf(Arena.parse({}));
const motion = Motion.parse({});
const edges = {
  x: binEdges(bounds.minX, bounds.maxX, BINS),
  y: binEdges(bounds.minY, bounds.maxY, BINS),
};

/** Positions of held-out walks, [piece, 2], m. */
function walkPiece(index) {
  const plan = { bounds, motion, episodes: piece / TIMESTEPS, steps: TIMESTEPS + 1 };
  const { position } = pathSamples(simulateWalks(plan, drawWalks(plan, rng.child('walks').child(index))));
  return ndArray(position, [piece, 2]);
}

const pool = new Float32Array(POOL * piece * units);
for (let row = 0; row < POOL * piece; row++) {
  pool.set(rng.child('activity').child(row).uniform(units), row * units);
}
/** Activity [piece, units] from another place of the pool each time. */
function activityPiece(index) {
  const offset = (index * 7919 * 64) % ((POOL - 1) * piece * units);
  return ndArray(pool.subarray(offset, offset + piece * units), [piece, units]);
}

const watched = [0, Math.floor(units / 3), units - 1];
const expected = {
  counts: new Float64Array(BINS * BINS),
  sums: watched.map(() => new Float64Array(BINS * BINS)),
};
/** The same by the definition: which bin, how often, how much. */
function watch(places, activity) {
  const binOf = (value, low, high) => Math.floor(((value - low) / (high - low)) * BINS);
  for (let sample = 0; sample < piece; sample++) {
    const column = binOf(places.values[2 * sample], bounds.minX, bounds.maxX);
    const row = binOf(places.values[2 * sample + 1], bounds.minY, bounds.maxY);
    if (Math.min(column, row) < 0 || Math.max(column, row) >= BINS) continue;
    expected.counts[row * BINS + column] += 1;
    watched.forEach((unit, index) => {
      expected.sums[index][row * BINS + column] += activity.values[sample * units + unit];
    });
  }
}

/** The largest difference between the maps of the watched units and those by the definition. */
function apart(maps) {
  const differences = watched.flatMap((unit, index) =>
    Array.from(expected.counts, (count, bin) =>
      count === 0 ? 0 : Math.abs(maps.values[unit * BINS * BINS + bin] - expected.sums[index][bin] / count),
    ),
  );
  return Math.max(...differences);
}

const highest = () => process.resourceUsage().maxRSS / 1024; // MB
const before = highest();
const accumulator = rateMaps(edges, units);
const spent = { wall: 0, cpu: 0 };
function timed(work) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  spent.wall += performance.now() - wall;
  spent.cpu += (user + system) / 1000;
  return result;
}
for (let index = 0; index < positions / piece; index++) {
  const [places, activity] = [walkPiece(index), activityPiece(index)];
  watch(places, activity);
  timed(() => accumulator.add(places, activity));
}
const { maps, occupancy, dropped } = timed(() => accumulator.finish());
const visited = occupancy.values.filter((count) => count > 0).length;

const { processor, node } = await describeEnvironment();
const markdown = [
  `- Processor: ${processor.model}, ${processor.cores} cores; Node ${node}; one thread`,
  `- ${positions.toLocaleString('en')} positions in pieces of ${piece.toLocaleString('en')}; ${visited} of ${BINS * BINS} bins visited, ${dropped.toLocaleString('en')} positions outside the box`,
  '',
  '| units | wall, s | CPU, s | memory that it adds, MB | of the whole process, MB | apart |',
  '|---|---|---|---|---|---|',
  `| ${units.toLocaleString('en')} | ${number(spent.wall / 1000)} | ${number(spent.cpu / 1000)} | ${number(highest() - before)} | ${number(highest())} | ${apart(maps).toExponential(0)} |`,
].join('\n');
console.log(markdown);
if (options.write) {
  writeResults(new URL('../BENCHMARKS.md', import.meta.url), markdown, [
    '<!-- results: pnpm bench maps --write -->',
    '<!-- end of results of maps -->',
  ]);
}
