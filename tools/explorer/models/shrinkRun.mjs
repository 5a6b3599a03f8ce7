// Makes a model for the page of a finished run: what its last checkpoint learned, in half precision, with the config, the
// seed and the scores of the run. node shrinkRun.mjs <run> <name>.safetensors "<command that trained it>"
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors } from '@goal-driven/core';

const [run, name, command] = process.argv.slice(2);
const json = (file) => JSON.parse(readFileSync(join(run, file), 'utf8'));
const last = readdirSync(join(run, 'checkpoints'))
  .filter((file) => file.endsWith('.safetensors'))
  .sort()
  .at(-1);
const { arrays } = readSafetensors(readFileSync(join(run, 'checkpoints', last)), last);
const learned = Object.fromEntries(
  Object.entries(arrays).flatMap(([path, array]) => {
    const [, inside] = /^(?:params\/model|state)\/(.*)$/.exec(path) ?? [];
    return inside === undefined ? [] : [[inside, array]];
  }),
);
const { config, seed, scores } = json('results.json');
const about = {
  command,
  config: JSON.stringify(config),
  seed: String(seed),
  scores: JSON.stringify(scores.map(({ metric, labels, value, n }) => ({ metric, labels, value, n }))),
};
const half = Object.keys(learned);
writeFileSync(new URL(name, import.meta.url), writeSafetensors(learned, about, { half }));
