import { number } from './table.mjs';

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const of = (samples, get) => (samples.length === 0 ? undefined : median(samples.map(get)));

/** What was measured on what, as Markdown; images per second, of the processor's time and of the wall's. */
export function renderImages(results, { pipelines, environment, threads }) {
  const { processor, node } = environment;
  const { report, version } = results[0];
  return [
    `- Processor: ${processor.model}, ${processor.cores} cores (${processor.features.join(', ')})`,
    `- Node ${node}; ${report.implementation} (${report.features.join(', ')})`,
    `- PyTorch ${version ?? 'not found'}, ${threads} thread(s), and as many of BLAS`,
    '',
    'Images learned from in a second of the processor (of the wall), median (number of updates):',
    '',
    '| training | parameters | images of an update | torch | PyTorch | wasm | torch / PyTorch | torch / wasm |',
    '|---|---|---|---|---|---|---|---|',
    ...results.map(speedRow),
    '',
    "Parts of an update, ms of the processor's time, median:",
    '',
    '| training | in | forward | backward | AdamW |',
    '|---|---|---|---|---|',
    ...results.flatMap((result) => ['torch', 'library', 'wasm'].flatMap((way) => partsRow(result, way))),
    '',
    "What an image costs until it can be learned from, all its views, in one thread, ms of the processor's time:",
    '',
    '| pipeline | crop | ms |',
    '|---|---|---|',
    ...pipelines.map(({ name, crop, cpu }) => `| ${name} | ${crop} | ${number(cpu)} |`),
  ].join('\n');
}

function speedRow({ name, parameters, batch, torch, library, wasm }) {
  const speed = (samples, key) => {
    const time = of(samples, (sample) => sample[key]);
    return time === undefined ? undefined : (1000 * batch) / time;
  };
  const cell = (samples) =>
    samples.length === 0
      ? '-'
      : `${number(speed(samples, 'cpu'))} (${number(speed(samples, 'wall'))}; ${samples.length})`;
  const ratio = (others) =>
    others.length === 0 ? '-' : (speed(torch, 'cpu') / speed(others, 'cpu')).toFixed(2);
  const cells = [torch, library, wasm].map(cell).join(' | ');
  return `| ${name} | ${parameters} | ${batch} | ${cells} | ${ratio(library)} | ${ratio(wasm)} |`;
}

function partsRow(result, way) {
  if (result[way].length === 0) return [];
  const cells = ['forward', 'backward', 'optimiser'].map((part) =>
    number(of(result[way], ({ parts }) => parts[part].cpu)),
  );
  return [`| ${result.name} | ${way === 'library' ? 'PyTorch' : way} | ${cells.join(' | ')} |`];
}
