// Processor seconds of readouts on 5,000 samples x 200 features: npm run build, then node bench/readouts.mjs.
// Its twin is bench/readouts.py, on the same data.
import { createRng, ndArray } from '@goal-driven/core/arrays';
import { linearSvm, logisticRegression, randomForest } from '@goal-driven/metrics';

const [samples, width] = [5000, 200];
let state = 1;
const next = () => (state = (16807 * state) % 2147483647) / 2147483647;
const features = ndArray(Float64Array.from({ length: samples * width }, next), [samples, width]);
const labels = Int32Array.from({ length: samples }, (_, row) => {
  let sum = 0;
  for (let p = 0; p < 10; p++) sum += features.values[row * width + p];
  return sum + 2 * (next() - 0.5) > 5 ? 1 : 0;
});

const time = (name, run) => {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  console.log(name, ((user + system) / 1e6).toFixed(2), result);
};

const nodes = ({ trees }) => trees.reduce((sum, tree) => sum + tree.feature.length, 0);
for (const seed of [0, 1, 2])
  time('random forest', () => nodes(randomForest(features, labels, createRng(seed))));
time('logistic regression', () => logisticRegression(features, labels).objective[0]);
time('linear SVM', () => linearSvm(features, labels, createRng(0)).objective[0]);
