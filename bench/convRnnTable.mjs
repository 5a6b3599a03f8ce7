import { number } from './table.mjs';

/** What was measured on what, as Markdown; a ratio above 1 says that `torch` is the faster one. */
export function renderConvRnns(results, { environment, threads }) {
  const { processor, node } = environment;
  const [first] = results;
  const machine = [
    `- Processor: ${processor.model}, ${processor.cores} cores (${processor.features.join(', ')})`,
    `- Node ${node}; ${first?.implementation} (${first?.features.join(', ')})`,
    `- PyTorch ${first?.version ?? 'not found'}, ${threads} thread(s), and as many of BLAS`,
  ];
  return [machine.join('\n'), ...['wall', 'cpu'].map((key) => table(results, key))].join('\n\n');
}

/** The layout in which a schedule of PyTorch's took less time. */
function better(ways, schedule, key) {
  const found = Object.entries(ways).filter(([way]) => way.startsWith(`${schedule},`));
  return found.map(([, times]) => times).sort((a, b) => a[key] - b[key])[0];
}

function table(results, key) {
  const what = key === 'wall' ? 'Wall time' : 'Process CPU time (all threads)';
  const rows = results.map(({ name, ways }) => {
    const [every, ours] = ['every', 'ours'].map((schedule) => better(ways, schedule, key));
    const all = [ways.torch, every, ours];
    const { wasm } = ways;
    const times = [...all, wasm].map((way) => (way === undefined ? '-' : number(way[key])));
    const ratios = [every, ours, wasm].map((way) =>
      way === undefined ? '-' : (way[key] / ways.torch[key]).toFixed(2),
    );
    const peaks = all.map((way) => (way === undefined ? '-' : Math.round(way.peak)));
    return `| ${[name, ...times, ...ratios, ...peaks].join(' | ')} |`;
  });
  return [
    `${what}, ms, median of ${results[0]?.ways.torch.samples ?? 0} (wasm: ${results[0]?.ways.wasm?.samples ?? 0}); ` +
      'a, every node at every step; b, our schedule:',
    '',
    '| network | torch | PyTorch a | PyTorch b | wasm | a / torch | b / torch | wasm / torch | peak of torch, MB | of a | of b |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
