// Draws modelRecovery.svg: `node docs/modelRecovery.mjs` in the package's folder, after a build. What the forms of noise
// correction make of populations whose composition and noise are known. Minutes; the same picture every time.
import { writeFileSync } from 'node:fs';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import {
  neuralConsistency,
  ridge,
  studentT,
  summariseConsistency,
  syntheticPopulation,
} from '@goal-driven/metrics';

const RELIABILITIES = [0.95, 0.85, 0.75, 0.6, 0.45, 0.3];
const POPULATIONS = 32;
const SIZE = { stimuli: 1200, features: 8, sites: 8, trials: 10, explained: 0.7 };
const SERIES = [
  { label: 'not corrected', form: 'fullNumerator', part: 'raw', colour: '#000000', mark: cross },
  { label: 'fullNumerator', form: 'fullNumerator', part: 'ceiled', colour: '#0072b2', mark: disc },
  { label: 'halfNumerator', form: 'halfNumerator', part: 'ceiled', colour: '#d55e00', mark: square },
  { label: 'ratio', form: 'ratio', part: 'ceiled', colour: '#009e73', mark: diamond },
];
const OPTIONS = {
  map: (source, target) => ridge(source, target, { alpha: 1 }),
  ...{ linearInTarget: true, splits: 1, trainFraction: 0.5, seed: 0 },
};

const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Errors of all series for one population: score minus the score without noise, the mean over sites. */
function errorsOf(population, reliability) {
  const rng = createRng(2021).child(population);
  const { source, means, responses } = syntheticPopulation(rng, { ...SIZE, reliability });
  const clean = ndArray(Float64Array.of(...means.values, ...means.values), [2, ...means.shape]);
  const truth = neuralConsistency(source, clean, { ...OPTIONS, halves: 1 }).test.r_xy.values;
  const summaries = new Map();
  return SERIES.map(({ form, part }) => {
    if (!summaries.has(form)) {
      const { test } = neuralConsistency(source, responses, { ...OPTIONS, form, halves: 5 });
      summaries.set(form, summariseConsistency(test, form));
    }
    return mean(summaries.get(form)[part].sites.map((value, site) => value - truth[site]));
  });
}

/** Mean over populations and its 95 % interval, [series]. */
function summary(reliability) {
  const errors = Array.from({ length: POPULATIONS }, (_, population) => errorsOf(population, reliability));
  return SERIES.map((_, series) => {
    const values = errors.map((row) => row[series]);
    const centre = mean(values);
    const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
    const half = studentT(values.length - 1).quantile(0.975) * Math.sqrt(variance / values.length);
    return { centre, low: centre - half, high: centre + half };
  });
}

const X = { left: 70, right: 560, of: (reliability) => 70 + ((1.01 - reliability) / 0.77) * 490 };
const Y = { top: 24, bottom: 324, of: (error) => 24 + ((0.2 - error) / 0.6) * 300 };
const fixed = (value) => value.toFixed(1);

function cross(x, y, colour) {
  const path = `M${fixed(x - 4)} ${fixed(y - 4)}l8 8m0 -8l-8 8`;
  return `<path d="${path}" stroke="${colour}" stroke-width="2"/>`;
}
function disc(x, y, colour) {
  return `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="4.5" fill="${colour}"/>`;
}
function square(x, y, colour) {
  return `<rect x="${fixed(x - 4)}" y="${fixed(y - 4)}" width="8" height="8" fill="${colour}"/>`;
}
function diamond(x, y, colour) {
  return `<path d="M${fixed(x)} ${fixed(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" fill="${colour}"/>`;
}

function axes() {
  const rows = [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2].map((error) => {
    const y = fixed(Y.of(error));
    const stroke = error === 0 ? '#555' : '#ddd';
    const label = String(error).replace('-', '\u2212');
    return `<path d="M${X.left} ${y}H${X.right}" stroke="${stroke}"/><text x="${X.left - 8}" y="${y}" dy="4" text-anchor="end">${label}</text>`;
  });
  const columns = RELIABILITIES.map(
    (reliability) =>
      `<text x="${fixed(X.of(reliability))}" y="${Y.bottom + 20}" text-anchor="middle">${reliability}</text>`,
  );
  const middle = (Y.top + Y.bottom) / 2;
  return [
    ...rows,
    ...columns,
    `<text x="${(X.left + X.right) / 2}" y="${Y.bottom + 42}" text-anchor="middle">reliability of the average over trials (less noise on the left)</text>`,
    `<text transform="translate(18 ${middle}) rotate(-90)" text-anchor="middle">score \u2212 score without noise</text>`,
  ].join('\n');
}

function drawn(results) {
  const marks = SERIES.flatMap(({ colour, mark }, series) =>
    results.map((row, level) => {
      const { centre, low, high } = row[series];
      const x = X.of(RELIABILITIES[level]) + (series - 1.5) * 9;
      const bar = `<path d="M${fixed(x)} ${fixed(Y.of(low))}V${fixed(Y.of(high))}" stroke="${colour}" stroke-width="1.5"/>`;
      return bar + mark(x, Y.of(centre), colour);
    }),
  );
  const legend = SERIES.map(({ label, colour, mark }, series) => {
    const y = 60 + series * 22;
    return `${mark(586, y, colour)}<text x="600" y="${y}" dy="4">${label}</text>`;
  });
  const name = `Error of the score of a map at five levels of noise: without correction it falls short the more the noise, with the form fullNumerator it does not, with halfNumerator it falls short, with ratio it is too high`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 380" width="720" height="380" role="img" aria-label="${name}" font-family="system-ui, sans-serif" font-size="13" fill="none">`,
    `<rect width="720" height="380" fill="#fff"/>`,
    `<g fill="#222">${axes()}</g>`,
    ...marks,
    `<g fill="#222">${legend.join('\n')}</g>`,
    `</svg>\n`,
  ].join('\n');
}

const results = RELIABILITIES.map(summary);
results.forEach((row, level) => {
  const cells = row.map(({ centre, high }, series) => {
    const { label } = SERIES[series];
    return `${label} ${centre.toFixed(4)} +- ${(high - centre).toFixed(4)}`;
  });
  process.stdout.write(`reliability ${RELIABILITIES[level]}: ${cells.join(', ')}\n`);
});
writeFileSync(new URL('modelRecovery.svg', import.meta.url), drawn(results));
