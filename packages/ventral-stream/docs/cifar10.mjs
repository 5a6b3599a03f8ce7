// Draws cifar10.svg and prints the table of claims.md from folders of finished runs of `ventral-stream/categorisation`:
// `node docs/cifar10.mjs <run...>` in the package's folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const names = {
  rgc_shallow: 'rgc_shallow',
  wide_shallow: 'feed-forward, as many parameters',
  base_shallow: 'feed-forward, as many channels',
};
const runs = process.argv.slice(2).map((folder) => {
  const { seed, scores, complete, config } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  const accuracy = scores.find(({ metric }) => metric === 'accuracy');
  if (!complete || accuracy === undefined)
    throw new Error(`cifar10: each folder must hold a finished run with an accuracy, got ${folder}`);
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
  const held = lines.filter((line) => line['heldOut/accuracy'] !== undefined);
  const last = lines.filter((line) => line.taskLoss !== undefined).slice(-20);
  return {
    network: names[config.network.name] ?? config.network.name,
    seed,
    accuracy: accuracy.value,
    trainingLoss: last.reduce((sum, { taskLoss }) => sum + taskLoss, 0) / last.length,
    x: held.map(({ step }) => step),
    y: held.map((line) => line['heldOut/accuracy']),
  };
});

const networks = [...new Set(runs.map(({ network }) => network))];
const colours = ['#0072b2', '#d55e00', '#777'];
const [left, right, top, width, height, most] = [48, 16, 84, 460, 220, 0.7];
const steps = Math.max(...runs.flatMap(({ x }) => x));
const place = (step, accuracy) =>
  `${(left + (width * step) / steps).toFixed(1)} ${(top + height * (1 - accuracy / most)).toFixed(1)}`;
const text = (at, content, more = '') => `<text transform="translate(${at})" ${more}>${content}</text>`;
const grid = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map(
  (tick) =>
    `<path d="M${place(0, tick)}H${left + width}" stroke="${tick === 0.1 ? '#555' : '#ddd'}" ${tick === 0.1 ? 'stroke-dasharray="1 3"' : ''}/>${text(place(-0.015 * steps, tick), tick, 'text-anchor="end" dy="4"')}`,
);
const curves = runs.map(
  ({ network, x, y }) =>
    `<path d="M${x.map((step, at) => place(step, y[at])).join('L')}" stroke="${colours[networks.indexOf(network)]}" stroke-width="1.6"/>`,
);
const below = [...new Set(runs.flatMap(({ x }) => x))].map((step) =>
  text(place(step, 0), step, 'text-anchor="middle" dy="16"'),
);
const legend = networks.map(
  (network, at) =>
    `<path d="M${left} ${16 + 18 * at}h22" stroke="${colours[at]}" stroke-width="2"/>${text(`${left + 30} ${20 + 18 * at}`, network)}`,
);
const size = [left + width + right, top + height + 40];
writeFileSync(
  new URL('cifar10.svg', import.meta.url),
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.join(' ')}" width="${size[0]}" height="${size[1]}" role="img" aria-label="Held-out accuracy on CIFAR-10 during training, a line for each seed; the dotted line is chance" font-family="system-ui, sans-serif" font-size="11" fill="none">`,
    `<rect width="${size[0]}" height="${size[1]}" fill="#fff"/>`,
    `<g fill="#222">${[...grid, ...below, ...legend].join('\n')}`,
    `${text(`${left + width / 2} ${top + height + 34}`, 'updates of 32 images', 'text-anchor="middle"')}</g>`,
    ...curves,
    '</svg>\n',
  ].join('\n'),
);

const digits = (value) => value.toFixed(3);
console.log('| network | accuracy by seed | cross-entropy of the last images of training |\n|---|---|---|');
for (const network of new Set(runs.map((run) => run.network))) {
  const own = runs.filter((run) => run.network === network).toSorted((a, b) => a.seed - b.seed);
  const column = (key) => own.map((run) => digits(run[key])).join(', ');
  console.log(`| ${network} | ${column('accuracy')} | ${column('trainingLoss')} |`);
}
