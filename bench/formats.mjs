/**
 * Reading beside Python: a PyTorch checkpoint beside torch.load, an HDF5 file in slices beside h5py. Each read is a
 * process of its own, in turns, of which the read alone is timed; the files are in the page cache. Medians of wall and
 * of processor time, since other work on the machine disturbs the first.
 *
 * node bench/formats.mjs [--rounds 5] [--weights 250] [--hdf5 1000] [--slice 64] (MB) [--python /usr/bin/python3]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    weights: { type: 'string', default: '250' },
    hdf5: { type: 'string', default: '1000' },
    slice: { type: 'string', default: '64' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
});
const here = fileURLToPath(import.meta.url);
const twin = here.replace(/mjs$/, 'py');

/** Reads as a user would; sums some numbers, so that nothing is read but in name. */
const reads = {
  torch: (path) => readsTorch(path, true),
  torchUnchecked: (path) => readsTorch(path, false),
  async hdf5(path, slice) {
    const { openHdf5 } = await import('../packages/formats/dist/index.js');
    const { syncFile } = await import('../packages/formats/dist/files.js');
    await (await openHdf5(new Uint8Array(0)).catch(() => undefined))?.close(); // the library is loaded, as h5py is
    return timed(async () => {
      const source = syncFile(path);
      const file = await openHdf5(source);
      const [rows, columns] = file.dataset('/x').shape;
      const step = Math.max(1, Math.floor((Number(slice) * 1e6) / (4 * columns)));
      let sum = 0;
      for (let start = 0; start < rows; start += step) {
        const { values } = file.read('/x', [[start, Math.min(rows, start + step)]]);
        sum += values[0] + values.at(-1);
      }
      file.close();
      source.close();
      return sum;
    });
  },
};

async function readsTorch(path, checksums) {
  const { readTorch, tensorsOf } = await import('../packages/formats/dist/index.js');
  const { openFile } = await import('../packages/formats/dist/files.js');
  return timed(async () => {
    const file = await openFile(path);
    const { value } = await readTorch(file, { checksums });
    await file.close();
    return Object.values(tensorsOf(value)).reduce((sum, { values }) => sum + values[0] + values.at(-1), 0);
  });
}

async function timed(read) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const sum = await read();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1e6, sum };
}

const [what, ...rest] = positionals;
if (what !== undefined) console.log(JSON.stringify(await reads[what](...rest)));
else {
  const folder = mkdtempSync(join(tmpdir(), 'goal-driven-bench-'));
  const python = (...args) => execFileSync(options.python, [twin, ...args], { encoding: 'utf8' });
  try {
    const cases = [
      ['torch', `${options.weights} MB .pt`, join(folder, 'a.pt'), options.weights],
      ['torchUnchecked', 'the same without checksums, as torch.load', join(folder, 'a.pt'), options.weights],
      ['hdf5', `${options.hdf5} MB HDF5, slices of ${options.slice} MB`, join(folder, 'a.h5'), options.hdf5],
    ];
    for (const [kind, name, path, megabytes] of cases) {
      if (!existsSync(path)) python('make', kind, path, megabytes);
      const samples = { ours: [], python: [] };
      for (let round = 0; round <= Number(options.rounds); round++) {
        const ours = JSON.parse(execFileSync(process.execPath, [here, kind, path, options.slice]));
        const theirs = JSON.parse(python('read', kind.replace('Unchecked', ''), path, options.slice));
        if (Math.abs(ours.sum - theirs.sum) > 1e-6 * Math.abs(theirs.sum))
          throw new Error(`${name}: both must read the same, got ${ours.sum} and ${theirs.sum}`);
        if (round === 0) continue; // fills the page cache
        samples.ours.push(ours);
        samples.python.push(theirs);
      }
      const [mine, theirs] = [samples.ours, samples.python].map((each) => ({
        wall: median(each.map(({ wall }) => wall)),
        cpu: median(each.map(({ cpu }) => cpu)),
      }));
      const figures = (each) => `${each.wall.toFixed(3)} s, processor ${each.cpu.toFixed(3)} s`;
      console.log(`${name}: ours ${figures(mine)}; Python ${figures(theirs)}`);
      console.log(
        `  ratio: wall ${(mine.wall / theirs.wall).toFixed(2)}, processor ${(mine.cpu / theirs.cpu).toFixed(2)}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
