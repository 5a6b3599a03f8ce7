import { number } from './table.mjs';

/** What was measured on what, as Markdown; a ratio above 1 says that `torch` is the faster one. */
export function renderNative(results, { environment, threads }) {
  const { processor, node } = environment;
  const machine = [
    `- Processor: ${processor.model}, ${processor.cores} cores (${processor.features.join(', ')})`,
    `- Node ${node}; ${results[0]?.torch.implementation} (${results[0]?.torch.features.join(', ')})`,
    `- PyTorch ${results[0]?.version ?? 'not found'}, ${threads} thread(s), and as many of BLAS`,
  ];
  return [machine.join('\n'), ...['wall', 'cpu'].map((key) => table(results, key))].join('\n\n');
}

function table(results, key) {
  const what = key === 'wall' ? 'Wall time' : 'Process CPU time (all threads)';
  const rows = results.map((result) => {
    const { torchTimes, contiguousTimes, channelsLastTimes, wasmTimes } = result;
    const twins = [contiguousTimes?.[key], channelsLastTimes?.[key]].filter((time) => time !== undefined);
    const better = twins.length === 0 ? undefined : Math.min(...twins);
    const ratio = (time) => (time === undefined ? '-' : (time / torchTimes[key]).toFixed(2));
    const cells = [torchTimes, contiguousTimes, channelsLastTimes, wasmTimes].map((times) =>
      times === undefined ? '-' : `${number(times[key])} (${times.samples})`,
    );
    return `| ${result.network} | ${cells.join(' | ')} | ${ratio(better)} | ${ratio(wasmTimes?.[key])} |`;
  });
  return [
    `${what} of a step, ms, median (number of steps):`,
    '',
    '| network | torch | PyTorch | PyTorch, channels last | wasm | PyTorch / torch | wasm / torch |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
