import { kernelSwitch } from './stockKernels.mjs';
import { startTwin } from './torchTwin.mjs';
import { createTrainer } from './trainingStep.mjs';

/**
 * Times training steps of one network in turns: before, after, PyTorch, and again. The first step of each
 * compiles and warms caches and is not counted, but for "before" where it would be one of very few.
 *
 * @param plan the network, the argument of its twin, and how many steps are counted in each way
 */
export async function measure(
  { tf, stock, optimizer, valueAndGrad, initialize, say },
  { network, twin, rounds, beforeRounds },
) {
  const torch = await startTwin(twin);
  const kernels = kernelSwitch(tf, stock);
  const train = createTrainer(tf, { valueAndGrad, optimizer, initialize }, network);
  const ways = {
    before: { rounds: beforeRounds, warm: 0, step: () => (kernels.before(), timed(train)) },
    after: { rounds, warm: 1, step: () => (kernels.after(), timed(train)) },
    torch: { rounds: torch === undefined ? 0 : rounds, warm: 1, step: () => torch.step() },
  };
  const samples = { before: [], after: [], torch: [] };
  for (let round = 0; round <= Math.max(rounds, beforeRounds - 1); round++) {
    for (const [way, { rounds: wanted, warm, step }] of Object.entries(ways)) {
      if (samples[way].length === wanted) continue;
      const sample = await step();
      say(
        `${network.name}, ${way}: ${sample.wall.toFixed(0)} ms, CPU ${sample.cpu.toFixed(0)} ms, loss ${sample.loss.toFixed(4)}`,
      );
      if (round >= warm) samples[way].push(sample);
    }
  }
  kernels.after();
  torch?.stop();
  return {
    network: network.name,
    parameters: Object.values(network.shapes).reduce(
      (sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
      0,
    ),
    library: torch === undefined ? undefined : { version: torch.version, threads: torch.threads },
    ...Object.fromEntries(Object.entries(samples).map(([way, list]) => [way, summarize(list)])),
  };
}

/** One step with its wall time, the processor's time and its result. */
export function timed(step) {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const loss = step();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000, loss };
}

/** The same of a step that is waited for. */
export async function timedAsync(step) {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const loss = await step();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000, loss };
}

/** Medians in ms; undefined for no samples. */
export const summarize = (samples) =>
  samples.length === 0
    ? undefined
    : {
        wall: median(samples.map(({ wall }) => wall)),
        cpu: median(samples.map(({ cpu }) => cpu)),
        samples: samples.length,
      };

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
