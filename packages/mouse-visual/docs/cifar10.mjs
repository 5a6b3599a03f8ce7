// Draws cifar10.svg and prints the table of the README from folders of runs of `mouse-visual/training`, of one network
// at several seeds or of several networks: `node docs/cifar10.mjs <run...>` in the package's folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const runs = process.argv.slice(2).map((run) => JSON.parse(readFileSync(join(run, 'results.json'), 'utf8')));
const unfinished = runs.filter(({ complete }) => !complete);
if (runs.length === 0 || unfinished.length > 0)
  throw new Error(
    `cifar10: needs folders of finished runs, got ${runs.length}, ${unfinished.length} of them unfinished`,
  );

const titles = {
  simClr: 'AlexNet with batch norm, SimCLR',
  instanceRecognition: 'StreamNet of two streams, instance recognition',
};
const readouts = { nearestNeighbours: 'nearest neighbours', linearProbe: 'linear probe' };
const unique = (list) => [...new Set(list)];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** [network, layer, readout] with accuracies by encoder, in the order of seeds. */
const rows = unique(runs.map(({ config }) => config.objective.kind)).flatMap((objective) => {
  const own = runs
    .filter(({ config }) => config.objective.kind === objective)
    .toSorted((a, b) => a.seed - b.seed);
  const layers = unique(own[0].scores.map(({ labels }) => labels.layer).filter(Boolean));
  return layers.flatMap((layer) =>
    Object.keys(readouts).map((readout) => {
      const of = (encoder) =>
        own.map(({ scores }) => {
          const found = scores.find(
            ({ labels }) =>
              labels.layer === layer && labels.readout === readout && labels.encoder === encoder,
          );
          return found.value;
        });
      return { objective, layer, readout, untrained: of('untrained'), trained: of('trained') };
    }),
  );
});

/** What of a map the readouts saw, as the runs were told. */
const seenOf = {
  mean: 'Of a layer that is a map the readouts see the mean over all places, a number for each channel.',
  all: 'Of a layer that is a map the readouts see every place.',
};
const places = unique(runs.map(({ config }) => config.readout.places));
if (places.length > 1)
  throw new Error(
    `cifar10: all runs must have read maps in one way, got readout.places ${places.join(', ')}`,
  );
const seen = seenOf[places[0]];

const three = (value) => value.toFixed(3).replace(/^0/, '');
console.log('| training | layer | readout | as it was drawn | trained | rise |\n|---|---|---|---|---|---|');
for (const { objective, layer, readout, untrained, trained } of rows) {
  const each = (values) => `${three(mean(values))} (${values.map(three).join(', ')})`;
  const rise = mean(trained) - mean(untrained);
  console.log(
    `| ${titles[objective]} | ${layer} | ${readouts[readout]} | ${each(untrained)} | ${each(trained)} | ${rise < 0 ? '-' : '+'}${three(Math.abs(rise))} |`,
  );
}

console.log(`\n${seen}`);

const [left, right, top, height] = [56, 16, 64, 220];
const band = 72;
const width = left + band * rows.length + right;
const values = rows.flatMap(({ untrained, trained }) => [...untrained, ...trained]);
const most = Math.ceil(10 * Math.max(...values)) / 10;
const y = (value) => (top + height * (1 - value / most)).toFixed(1);
const colours = { untrained: '#777', trained: '#0072b2' };
const dots = rows.flatMap((row, at) =>
  ['untrained', 'trained'].flatMap((encoder, place) => {
    const x = left + band * (at + 0.5) + (place - 0.5) * 22;
    const each = row[encoder].map(
      (value) => `<circle cx="${x}" cy="${y(value)}" r="3.5" fill="${colours[encoder]}" fill-opacity=".75"/>`,
    );
    const line = y(mean(row[encoder]));
    return [...each, `<path d="M${x - 8} ${line}h16" stroke="${colours[encoder]}" stroke-width="2"/>`];
  }),
);
const text = (x, at, content, more = 'text-anchor="middle"') =>
  `<text x="${x}" y="${at}" ${more}>${content}</text>`;
const below = rows.flatMap(({ layer, readout }, at) => {
  const x = left + band * (at + 0.5);
  const words = readouts[readout].split(' ');
  return [
    text(x, top + height + 18, layer),
    ...words.map((word, line) => text(x, top + height + 34 + 13 * line, word)),
  ];
});
const above = unique(rows.map(({ objective }) => objective)).map((objective) => {
  const places = rows.flatMap((row, at) => (row.objective === objective ? [at] : []));
  return text(left + band * (mean(places) + 0.5), top - 14, titles[objective]);
});
const grid = Array.from({ length: Math.round(most * 10) + 1 }, (_, tick) => tick / 10).map(
  (tick) =>
    `<path d="M${left} ${y(tick)}H${width - right}" stroke="#ddd"/>${text(left - 8, Number(y(tick)) + 4, tick, 'text-anchor="end"')}`,
);
const chance = `<path d="M${left} ${y(0.1)}H${width - right}" stroke="#555" stroke-dasharray="1 3"/>`;
const legend = Object.entries({ untrained: 'as it was drawn', trained: 'trained' }).map(
  ([encoder, label], at) =>
    `<circle cx="${left + 8 + 130 * at}" cy="20" r="3.5" fill="${colours[encoder]}"/>${text(left + 18 + 130 * at, 24, label, '')}`,
);
const seeds = unique(runs.map(({ seed }) => seed)).length;
const name = `Share of held-out images whose class is read out, of ${seeds} seeds each; dots are seeds, rules their means, the dotted line is chance. ${seen}`;
const whole = top + height + 80;
writeFileSync(
  new URL('cifar10.svg', import.meta.url),
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" role="img" aria-label="${name}" font-family="system-ui, sans-serif" font-size="11" fill="none">`,
    `<rect width="${width}" height="${whole}" fill="#fff"/>`,
    ...grid.map((line) => `<g fill="#222">${line}</g>`),
    chance,
    ...dots,
    `<g fill="#222">${[...below, ...above, ...legend, text(left + 290, 24, 'dots are seeds; dotted: chance', ''), text(left, whole - 10, seen, '')].join('\n')}</g>`,
    '</svg>\n',
  ].join('\n'),
);
