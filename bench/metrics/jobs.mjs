/**
 * The jobs that are timed: their inputs, drawn from a seed, and how ours does them. `peer.py` has the same by the same
 * names. `check` boils a result down to a few numbers that both must give. Jobs whose time goes into large products are
 * timed with those on LibTorch too.
 */
import { createRng } from '../../packages/core/dist/arrays.js';
import * as metrics from '../../packages/metrics/dist/index.js';

const normal = (seed, count) => createRng(seed).normal(count);
const table = (values, ...shape) => ({ values, shape });

/** `rank` shared signals, fainter and fainter, in two tables of as many rows; and noise. */
function shared(seed, rows, widths, rank, noise) {
  const signals = normal(seed, rows * rank);
  return widths.map((width, index) => {
    const weights = normal(seed + 10 + index, rank * width);
    const values = normal(seed + 20 + index, rows * width).map((value) => noise * value);
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < rank; k++) {
        const signal = signals[row * rank + k] / (1 + k);
        for (let c = 0; c < width; c++) values[row * width + c] += signal * weights[k * width + c];
      }
    }
    return table(values, rows, width);
  });
}

/** Firing on a hexagonal lattice of some scale, and noise. */
function hexagonalMaps(seed, count, bins) {
  const draws = createRng(seed).uniform(count * 3);
  const noise = createRng(seed + 1).uniform(count * bins * bins);
  const values = noise.map((value, at) => {
    const map = Math.floor(at / (bins * bins));
    const [scale, x, y] = draws.subarray(3 * map, 3 * map + 3);
    const [row, column] = [(Math.floor(at / bins) % bins) + 44 * y, (at % bins) + 44 * x];
    const wave = (angle) =>
      Math.cos((row * Math.sin(angle) + column * Math.cos(angle)) * (0.4 + 0.5 * scale));
    return Math.max(0, wave(0) + wave(Math.PI / 3) + wave((2 * Math.PI) / 3)) + 0.5 * value;
  });
  return table(values, count, bins, bins);
}

const sparse = (seed, rows, width, sites) => {
  const [source] = shared(seed, rows, [width], 20, 1);
  const weights = normal(seed + 30, width * sites).map((value, at) => (at % 7 === 0 ? value : 0));
  const target = normal(seed + 31, rows * sites).map((value) => 2 * value);
  for (let row = 0; row < rows; row++)
    for (let p = 0; p < width; p++)
      for (let site = 0; site < sites; site++)
        target[row * sites + site] += source.values[row * width + p] * weights[p * sites + site];
  return [source, table(target, rows, sites)];
};

const alphas = Array.from({ length: 10 }, (_, index) => 10 ** index);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const pair = () => shared(5, 5000, [512, 512], 40, 0.5);
const dissimilarities = {
  inputs: () => pair().slice(0, 1),
  run: ([responses]) => metrics.rdm(responses),
  check: ({ values }) => [sum(values), values[1], values[4999]],
};
const alignment = { inputs: pair, run: ([x, y]) => metrics.cka(x, y), check: (value) => [value] };

export const jobs = {
  pls: {
    onTorch: true,
    title: 'PLS, 25 components, 2,000 x 4,096 -> 168',
    peer: 'PLSRegression',
    inputs: () => shared(1, 2000, [4096, 168], 60, 0.3),
    run: ([x, y]) => metrics.pls(x, y, { components: 25 }),
    check: ({ coefficients }) => [sum(coefficients.values), coefficients.values[0]],
  },
  ridge: {
    onTorch: true,
    title: 'ridge, 10 alphas x 5 folds, 118 x 50,000 -> 1,000',
    peer: 'Ridge, in a loop over folds and alphas',
    inputs: () => shared(2, 118, [50_000, 1000], 20, 1),
    run: ([x, y]) => metrics.ridgeCv(x, y, { alphas, validation: 5 }),
    check: ({ errors, alpha }) => [
      alpha[0],
      ...alphas.map((_, a) => sum(errors.values.subarray(a * 1000, (a + 1) * 1000))),
    ],
  },
  elasticNet: {
    title: 'elastic net, 100 alphas x 5 folds, 200 x 100 -> 20 sites',
    peer: 'ElasticNetCV, site by site',
    inputs: () => sparse(3, 200, 100, 20),
    run: ([x, y]) => metrics.elasticNetCv(x, y),
    check: ({ errors, alpha }) => [sum(errors.values), sum(alpha)],
  },
  gridScore: {
    title: 'grid scores of 4,096 maps of 44 x 44',
    peer: 'scipy.signal (FFT), scipy.ndimage.rotate, on every 16th map, times 16',
    inputs: () => [hexagonalMaps(4, 4096, 44)],
    run: ([maps]) => metrics.gridScoresOfMaps(maps),
    check: (scores) => [sum(scores.filter((_, map) => map % 16 === 0).map(({ score60 }) => score60))],
  },
  rdm: {
    title: 'RDM of 5,000 stimuli x 512 units',
    peer: 'scipy.spatial.distance.pdist',
    ...dissimilarities,
  },
  rdmProducts: { onTorch: true, title: 'the same', peer: '1 - numpy.corrcoef', ...dissimilarities },
  cka: { title: 'CKA of 5,000 stimuli x 512 and 512 units', peer: 'NumPy, Gram tables', ...alignment },
  ckaUnits: { onTorch: true, title: 'the same', peer: 'NumPy, products of units', ...alignment },
  forest: {
    title: 'random forest, 100 trees, 5,000 x 200',
    peer: 'RandomForestClassifier',
    absent: metrics.randomForest === undefined,
    inputs: () => {
      const [features] = shared(6, 5000, [200], 10, 1);
      const noise = normal(7, 5000);
      const labels = noise.map((value, row) =>
        features.values[row * 200] + features.values[row * 200 + 1] + value > 0 ? 1 : 0,
      );
      return [features, table(labels, 5000)];
    },
    run: ([features, labels]) =>
      metrics.randomForest(features, Array.from(labels.values), createRng(1), { trees: 100 }),
    check: () => [],
  },
};
