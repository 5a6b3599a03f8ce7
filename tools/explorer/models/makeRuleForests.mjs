// Trains the networks of a small grid under four learning rules, and the forests that tell the rules apart from what was
// seen so far of a layer. Minutes on two cores. From this folder, after a build: node makeRuleForests.mjs
import { writeFileSync } from 'node:fs';
import { createRng, ndArray, NumericalError, quietSession, useBackend } from '@goal-driven/core';
import * as rules from '@goal-driven/learning-rules';
import { accuracy, randomForest } from '@goal-driven/metrics';

const COMMAND = 'node tools/explorer/models/makeRuleForests.mjs';
const SEED = 7;
const SEEN = [1, 2, 3, 5, 8, 11, 16, 21]; // checkpoints known when a forest is asked
const TREES = 30;
const FOLDS = 8;

/** The grid of the study `learning-rules/identification`, preset `quick`, with the width and batches of the page. */
const grid = [10, 20].flatMap((classes) =>
  [2, 3].flatMap((depth) =>
    [64].flatMap((batchSize) =>
      [0, 1].flatMap((start) => rules.RULES.map((rule) => ({ classes, depth, batchSize, start, rule }))),
    ),
  ),
);
const configOf = ({ classes, depth, batchSize, start, rule }) =>
  rules.TrajectoryConfig.parse({
    rule,
    batchSize,
    network: { kind: 'dense', widths: Array(depth).fill(48) },
    examples: { kind: 'templates', classes, train: 1000, test: 300 },
    task: `${classes} classes`,
    ...{ epochs: 6, probes: 64, modelSeed: start, dataSeed: start },
  });

await useBackend('wasm');
const rng = createRng(SEED);
const sets = [];
for (const [index, cell] of grid.entries()) {
  const config = configOf(cell);
  try {
    const trajectory = await rules.trainTrajectory(config, { rng, session: quietSession() });
    sets.push(rules.samplesOf(trajectory, config));
  } catch (error) {
    if (!(error instanceof NumericalError)) throw error;
    console.log(`diverged: ${JSON.stringify(cell)}`);
  }
  if (index % 8 === 7) console.log(`${index + 1} of ${grid.length}`);
}
const dataset = rules.joinDatasets(sets);
const labels = Int32Array.from(dataset.meta, (sample) => rules.RULES.indexOf(sample.learning_rule));
const splits = rules.familySplits(dataset.meta, FOLDS);

const rows = ({ values, shape: [, width] }, chosen) =>
  ndArray(
    Float64Array.from([...chosen].flatMap((row) => [...values.subarray(row * width, (row + 1) * width)])),
    [chosen.length, width],
  );
const rounded = (value) => Number(value.toPrecision(7));
const plain = ({ feature, threshold, left, right, shares }) => ({
  feature: [...feature],
  threshold: [...threshold].map(rounded),
  left: [...left],
  right: [...right],
  shares: Array.from({ length: shares.shape[0] }, (_, leaf) =>
    [...shares.values.subarray(leaf * shares.shape[1], (leaf + 1) * shares.shape[1])].map(rounded),
  ),
});

const forests = SEEN.map((checkpoints) => {
  const times = Array.from({ length: checkpoints }, (_, time) => time);
  const features = rules.ruleFeatures(dataset, { observables: rules.ADMISSIBLE, times });
  const own = rng.child('forest').child(checkpoints);
  const limits = { trees: TREES, minSamplesLeaf: 2 };
  let right = 0;
  for (const [fold, { train, test }] of splits.entries()) {
    const known = train.map((row) => labels[row]);
    const forest = randomForest(rows(features, train), known, own.child('fold').child(fold), limits);
    const found = forest.predict(rows(features, test));
    right +=
      accuracy(
        test.map((row) => labels[row]),
        found,
      ) * test.length;
  }
  const held = right / labels.length;
  const { trees } = randomForest(features, labels, own.child('all'), limits);
  console.log(`${checkpoints} checkpoints: ${(100 * held).toFixed(1)} % of ${labels.length} layers held out`);
  return { checkpoints, heldOutAccuracy: rounded(held), trees: trees.map(plain) };
});

const card = {
  command: COMMAND,
  rules: rules.RULES,
  observables: rules.ADMISSIBLE,
  layers: labels.length,
  networks: sets.length,
  folds: splits.length,
};
writeFileSync(new URL('ruleForests.json', import.meta.url), `${JSON.stringify({ ...card, forests })}\n`);
