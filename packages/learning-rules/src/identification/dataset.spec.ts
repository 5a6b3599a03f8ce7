import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError, ndArray, runStudy, writeNpz } from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import trajectory from '../studies/trajectory';
import { collectRuns } from './collectTrajectories';
import { readRuleDataset, writeRuleDataset } from './datasetFile';
import { joinDatasets, networkKey, type RuleDataset } from './RuleDataset';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const set = (rule: string, value: number, layers = 2): RuleDataset => ({
  observables: ['weightabs_mean', 'actraw_norm'],
  views: { clear: ndArray(new Float64Array(layers * 3 * 2).fill(value), [layers, 3, 2]) },
  positions: Int32Array.from({ length: layers }, (_, layer) => layer),
  meta: Array.from({ length: layers }, (_, layer) => ({
    ...{
      learning_rule: rule,
      task: 'a',
      architecture: 'b',
      batch_size: 8,
      model_seed: null,
      dataset_seed: 1,
    },
    layer_name: `layer${layer}`,
  })),
});
const facts = { origin: 'Made by hand.', diverged: { feedback: 2 } };

describe('a data set of trajectories', () => {
  it('is read as it was written, with a card that counts', async () => {
    const path = join(folder, 'small.npz');
    const dataset = joinDatasets([set('sgdm', 1), set('adam', NaN, 3)]);
    expect(dataset.views['clear']!.shape).toEqual([5, 3, 2]);
    expect(new Set(dataset.meta.map(networkKey))).toEqual(new Set(['sgdm|a|b|8||1', 'adam|a|b|8||1']));
    writeRuleDataset(path, dataset, facts);
    expect(await readRuleDataset(path)).toEqual(dataset);
    const card = readFileSync(join(folder, 'small.md'), 'utf8');
    expect(card).toContain('| sgdm | 1 | 2 |');
    expect(card).toContain('Samples: 5, of 2 networks');
    expect(card).toContain('no samples: 2 under feedback');
  });

  it('is refused where its files do not fit, and where sets differ', async () => {
    const path = join(folder, 'broken.npz');
    expect(() => writeRuleDataset(join(folder, 'x.npy'), set('sgdm', 1), facts)).toThrow(ConfigError);
    writeRuleDataset(path, set('sgdm', 1), facts);
    const meta = JSON.parse(readFileSync(join(folder, 'broken.json'), 'utf8')) as {
      meta: unknown[];
      obs_keys: string[];
    };
    writeFileSync(join(folder, 'broken.json'), JSON.stringify({ ...meta, meta: meta.meta.slice(1) }));
    await expect(readRuleDataset(path)).rejects.toThrow(
      'X must be [1, times, 2] as the meta file has it, got [2,3,2]',
    );
    writeFileSync(join(folder, 'broken.json'), JSON.stringify({ ...meta, obs_keys: 3 }));
    await expect(readRuleDataset(path)).rejects.toThrow(DataError);
    expect(() => joinDatasets([])).toThrow('joinDatasets: sets must not be empty, got none');
    const other = { ...set('adam', 1), observables: ['weightabs_mean', 'other'] };
    expect(() => joinDatasets([set('sgdm', 1), other])).toThrow('must have the same observables');
  });

  it('is read as the converter of the published one writes it', async () => {
    const path = join(folder, 'converted.npz');
    const header = {
      ...{ format: 'goal-driven/learning-rule-observables', version: 1, source: 'dataset.pkl' },
      observables: ['weightabs_mean', 'actraw_norm'],
      categories: {
        rule: ['adam', 'sgdm'],
        task: ['cifar10'],
        architecture: ['knet'],
        layer_name: ['conv1', 'fc'],
      },
    };
    const bytes = (text: string) => new TextEncoder().encode(text);
    const codes = (...places: number[]) => ndArray(Int32Array.from(places), [2]);
    const arrays = {
      X: ndArray(Float32Array.of(0, 1, 2, Infinity, 4, 5, 6, 7), [2, 2, 2]),
      X_cat: ndArray(Float64Array.of(1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1), [2, 2, 3]),
      ...{ rule: codes(1, 0), task: codes(0, 0), architecture: codes(0, 0), layer_name: codes(0, 1) },
      batch_size: ndArray(Float64Array.of(128, 256), [2]),
      model_seed: ndArray(Float64Array.of(NaN, 0), [2]),
      dataset_seed: ndArray(Float64Array.of(0, NaN), [2]),
    };
    const write = (more: object, described: object = header) => {
      const text = bytes(JSON.stringify(described));
      writeFileSync(
        path,
        writeNpz({ ...arrays, ...more, header: ndArray(text, [text.length]) }, { compress: true }),
      );
    };
    write({});
    const { views, positions, meta, observables } = await readRuleDataset(path);
    expect(observables).toEqual(header.observables);
    expect([...views['clear']!.values]).toEqual([0, 1, 2, Infinity, 4, 5, 6, 7]);
    expect([...positions]).toEqual([0, 2]);
    expect(meta).toEqual([
      { learning_rule: 'sgdm', task: 'cifar10', architecture: 'knet', batch_size: 128, model_seed: null, dataset_seed: 0, layer_name: 'conv1' },
      { learning_rule: 'adam', task: 'cifar10', architecture: 'knet', batch_size: 256, model_seed: 0, dataset_seed: null, layer_name: 'fc' },
    ]); // prettier-ignore
    write({ task: codes(0, 1) });
    await expect(readRuleDataset(path)).rejects.toThrow('task must be places in a list of 1, got 1');
    write({ X_cat: ndArray(new Float64Array(12), [2, 2, 3]) });
    await expect(readRuleDataset(path)).rejects.toThrow(
      'X_cat must mark one third of the layers, got 0 for sample 0',
    );
    write({}, { ...header, version: 2 });
    await expect(readRuleDataset(path)).rejects.toThrow(DataError);
  });

  it('comes of finished runs of the study, less those that diverged', async () => {
    const small = {
      examples: { classes: 3, size: 4, train: 40, test: 20 },
      network: { widths: [4, 4] },
      checkpoints: 3,
    };
    const run = async (name: string, changes: object) => {
      const out = join(folder, name);
      const config = trajectory.config.parse({ ...mergedSmoke(small), ...changes });
      await runStudy(trajectory, { config, seed: 1, out });
      return out;
    };
    const folders = [
      await run('one', { rule: 'adam' }),
      await run('two', { rule: 'feedback', rates: { sgd: 1e30 } }),
      await run('three', { rule: 'information', task: 'other' }),
    ];
    const { dataset, facts: found } = collectRuns(folders);
    expect(dataset.meta.map(({ learning_rule, layer_name }) => `${learning_rule} ${layer_name}`)).toEqual(
      ['adam', 'information'].flatMap((rule) =>
        ['hidden1', 'hidden2', 'readout'].map((layer) => `${rule} ${layer}`),
      ),
    );
    expect(Object.keys(dataset.views)).toEqual(['clear', 'clear-pseudo']);
    expect(dataset.views['clear']!.shape).toEqual([6, 3, 45]);
    expect(found.diverged).toEqual({ feedback: 1 });
  });
});

const mergedSmoke = ({
  examples,
  network,
  checkpoints,
}: {
  examples: object;
  network: object;
  checkpoints: number;
}) => ({
  examples: { kind: 'templates', ...examples },
  network: { kind: 'dense', ...network },
  ...{ checkpoints, epochs: 2, probes: 10, batchSize: 10 },
});
