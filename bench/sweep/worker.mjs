// A worker of `pnpm bench sweep` whose trials sleep for a second; says how long it was at work and how long it slept.
import {
  boxSpace,
  createSearcher,
  diskStore,
  readSweepFile,
  runWorker,
  systemClock,
} from '../../packages/sweep/dist/index.js';
import { isGone, thisProcess } from '../../packages/core/dist/index.js';

const [root = '', name = '', begin = '0'] = process.argv.slice(2);
const store = diskStore(root);
const file = readSweepFile(store);
const space = boxSpace(file.axes);
const study = {
  name: file.study,
  question: '',
  sources: [],
  presets: {},
  config: { safeParse: (/** @type {unknown} */ data) => ({ success: true, data }) },
};
await new Promise((resolve) => setTimeout(resolve, Number(begin) - Date.now()));
let [trials, slept, first, last] = [0, 0, NaN, NaN];
const cpu = process.cpuUsage();
const began = performance.now();
await runWorker({
  ...{
    sweep: { file, study, space, searcher: createSearcher(file.search, space) },
    store,
    clock: systemClock,
    name,
  },
  ...{ process: thisProcess(), isGone, signal: new AbortController().signal, idle: 0 },
  runner: async () => {
    const start = performance.now();
    if (trials === 0) first = start;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    trials += 1;
    last = performance.now();
    slept += last - start;
    return { kind: 'finished', objectives: [], scores: '' };
  },
});
const { user, system } = process.cpuUsage(cpu);
const busy = trials === 0 ? 0 : (last - Math.min(first, began)) / 1000;
console.log(JSON.stringify({ trials, slept: slept / 1000, busy, cpu: (user + system) / 1e6 }));
