import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { disposeTree, modelWeights, readNpzFile, readSafetensors } from '@goal-driven/core';
import { dataEntries } from '@goal-driven/formats';
import { loadSessions, trackedPath } from '@goal-driven/mec';
import { readMouseRecordings } from '@goal-driven/mouse-visual';
import { depthAt, imageAt, imageFolder, readCifar10, readCifar100 } from '@goal-driven/stimuli';
import { neuralRecordingOf } from '@goal-driven/ventral-stream';
import {
  loadSynapseTable,
  OBSERVABLES,
  readRuleDataset,
  RULES,
  synapseSizes,
} from '@goal-driven/learning-rules';
import { makers } from '../data/makers';
import { main } from '../main';
import { namedModels } from '../registry';

async function say(...argv: string[]) {
  const heard = { stdout: '', stderr: '' };
  const code = await main(argv, {
    stdout: { write: (text) => (heard.stdout += text) },
    stderr: { write: (text) => (heard.stderr += text) },
  });
  return { code, ...heard };
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
  vi.stubEnv('GOAL_DRIVEN_DATA', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Makes a stand-in with a small number of things, and says where it is. */
async function made(name: string, count: string): Promise<string> {
  const { code, stdout } = await say('data', 'make', name, '--count', count, '--seed', '3', '--json');
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { folder: string }).folder;
}

describe('data ls', () => {
  it('lists every entry, or those of a study or kind', async () => {
    const { code, stdout } = await say('data', 'ls');
    expect(code).toBe(0);
    for (const name of Object.keys(dataEntries)) expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
    const { stdout: own } = await say('data', 'ls', '--study', 'mec', '--kind', 'weights', '--json');
    expect((JSON.parse(own) as { name: string }[]).map(({ name }) => name)).toEqual(['mec-models']);
  });

  it('tells all of one, and which files are there', async () => {
    await mkdir(join(folder, 'cifar10'));
    await writeFile(join(folder, 'cifar10', 'cifar-10-binary.tar.gz.part'), 'abc');
    const { stdout } = await say('data', 'ls', 'cifar10');
    expect(stdout).toContain('Krizhevsky 2009');
    expect(stdout).toMatch(/cifar-10-binary.tar.gz +170 MB +partial +c4a38c50a1bc5f3a/);
  });
});

describe('data fetch', () => {
  it('offline says what to place where, with code 1', async () => {
    const { code, stdout, stderr } = await say('data', 'fetch', 'convrnns/rgc_shallow', '--offline');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      `convrnns must be in ${join(folder, 'convrnns')}, got none: the network is switched off`,
    );
    expect(stderr).toContain('rgc_shallow/model.ckpt.index from https://');
    expect(stderr).not.toContain('gru_shallow');
  });

  it('says whom to ask, and takes what one placed', async () => {
    const asked = await say('data', 'fetch', 'mallory-2021');
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain('to be asked for: https://www.nature.com/');
    await mkdir(join(folder, 'mallory-2021'));
    await writeFile(join(folder, 'mallory-2021', 'sessions.json'), '{}');
    const placed = await say('data', 'fetch', 'mallory-2021');
    expect([placed.code, placed.stdout]).toEqual([0, `${join(folder, 'mallory-2021')}\n`]);
  });

  it('answers an unknown name with the near ones and code 2', async () => {
    const { code, stderr } = await say('data', 'fetch', 'cifar');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean cifar10');
  });
});

describe('data verify', () => {
  it('finds wrong bytes, and nothing where nothing is', async () => {
    expect(await say('data', 'verify')).toMatchObject({ code: 0, stdout: `nothing in ${folder}\n` });
    const own = join(folder, 'learning-rule-observables');
    await mkdir(own);
    await writeFile(join(own, 'dataset.pkl'), 'abc');
    const hash = createHash('sha256').update('abc').digest('hex');
    await writeFile(join(own, 'SHA256SUMS'), `${hash}  dataset.pkl\n`);
    const good = await say('data', 'verify', 'learning-rule-observables');
    expect([good.code, good.stdout]).toEqual([0, 'learning-rule-observables/dataset.pkl  unchanged\n']);
    await writeFile(join(own, 'dataset.pkl'), 'abd');
    expect(await say('data', 'verify')).toMatchObject({ code: 1 });
    expect((await say('data', 'verify', 'kar-2019')).code).toBe(1);
  });
});

describe('data make', () => {
  it('has a stand-in of every entry of the registry, and no other', () => {
    expect(Object.keys(makers).toSorted()).toEqual(Object.keys(dataEntries).toSorted());
  });

  it('makes the same bytes of the same seed', async () => {
    const place = await made('sargolini-2006', '1');
    const first = await readFile(join(place, 'sargolini.npz'));
    await made('sargolini-2006', '1');
    expect((await readFile(join(place, 'sargolini.npz'))).equals(first)).toBe(true);
    expect(trackedPath(await readNpzFile(join(place, 'sargolini.npz'))).pos.length).toBeGreaterThan(1000);
    expect(JSON.parse(await readFile(join(place, 'SYNTHETIC.json'), 'utf8'))).toMatchObject({
      synthetic: true,
      entry: 'sargolini-2006',
      seed: 3,
    });
    expect((await say('data', 'path', 'sargolini-2006', '--synthetic')).stdout).toBe(`${place}\n`);
    expect((await say('data', 'path', 'sargolini-2006')).stderr).toContain(
      'goal-driven data fetch sargolini-2006',
    );
  });

  it('makes images that the readers of CIFAR and of folders take', async () => {
    const cifar = join(await made('cifar10', '30'), 'cifar-10-batches-bin');
    const source = readCifar10({ folder: cifar, split: 'train', classes: ['airplane', 'truck'] });
    expect([...source.labels]).toEqual([0, 1, 0, 1, 0, 1]);
    const hundred = join(await made('cifar100', '20'), 'cifar-100-binary');
    const fine = readCifar100({ folder: hundred, split: 'train', labels: 'fine' });
    expect([...fine.labels]).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect([...readCifar100({ folder: hundred, split: 'test', labels: 'coarse' }).labels]).toEqual([
      4, 4, 4, 4,
    ]);
    const images = imageFolder({
      folder: join(await made('imagenet', '16'), 'train'),
      maxBytes: 1e6,
      maxPixels: 1e6,
    });
    expect(images.classes).toHaveLength(8);
    expect(imageAt(images.pixels, 0).shape).toEqual([64, 64, 3]);
  });

  it('makes scenes with their depth', async () => {
    const place = await made('pbrnet', '64');
    const images = imageFolder({
      folder: join(place, 'train'),
      depth: join(place, 'train-depth'),
      maxBytes: 1e6,
      maxPixels: 1e6,
    });
    const depth = depthAt(images.pixels, 0);
    expect(depth.shape).toEqual([64, 64]);
    expect(new Set(depth.values).size).toBeGreaterThan(2); // the object is nearer than what is behind it
  });

  it('makes frames of mazes, on which a study runs', async () => {
    const place = await made('maze-frames', '400');
    const frames = (split: string) =>
      imageFolder({ folder: join(place, split), maxBytes: 1e6, maxPixels: 1e6 });
    expect([frames('train').labels.length, frames('val').labels.length]).toEqual([400, 80]);
    expect(imageAt(frames('val').pixels, 0).shape).toEqual([64, 64, 3]);
    const source = (split: string) =>
      JSON.stringify({ kind: 'imageFolder', folder: `synthetic:maze-frames/${split}` });
    const { code, stderr } = await say(
      ...['run', 'mouse-visual/training', '--preset', 'smoke', '--out', join(folder, 'run')],
      ...['--set', `data.train=${source('train')}`, '--set', `data.test=${source('val')}`],
    );
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(await readFile(join(folder, 'run', 'config.json'), 'utf8')).toContain('maze-frames');
  });

  it('makes observables, on which a study runs', async () => {
    const place = await made('learning-rule-observables', '2');
    const { observables, views, meta } = await readRuleDataset(join(place, 'dataset.npz'));
    expect(observables).toEqual(OBSERVABLES);
    // Three hidden layers and the last, of four rules from two starts.
    expect(views['clear']!.shape).toEqual([meta.length, 21, 45]);
    expect(new Set(meta.map(({ learning_rule: rule }) => rule))).toEqual(new Set(RULES));
    const source = { kind: 'file', path: 'synthetic:learning-rule-observables/dataset.npz' };
    const { code, stderr } = await say(
      ...['run', 'learning-rules/identification', '--preset', 'smoke', '--out', join(folder, 'run')],
      ...['--set', `source=${JSON.stringify(source)}`, '--set', 'by=["layers"]'],
    );
    expect([code, stderr]).toEqual([0, expect.any(String)]);
  });

  it('makes weights that a model takes', async () => {
    const place = await made('mec-models', '1');
    const [file] = (await readdir(place)).filter((name) => name.endsWith('.safetensors'));
    const { arrays, metadata } = readSafetensors(new Uint8Array(await readFile(join(place, file!))));
    expect(metadata).toMatchObject({ synthetic: 'true', source: 'drawn from seed 3' });
    const { params, state } = modelWeights(namedModels[metadata['model']!]!.architecture(), arrays, file!);
    disposeTree(params);
    disposeTree(state);
  });

  it('makes recordings that the studies take', async () => {
    for (const [name, shape] of [
      ['mallory-2021', 'rectangle'],
      ['campbell-2018', 'track'],
      ['campbell-2021', 'track'],
    ] as const) {
      const sessions = await loadSessions(join(await made(name, '3'), 'sessions.json'));
      expect(sessions.map(({ animal }) => animal)).toEqual([
        'synthetic-0',
        'synthetic-1',
        'synthetic-2',
        'synthetic-3',
      ]);
      expect(sessions[0]).toMatchObject({ shape, synthetic: true, cells: { length: 3 } });
    }
    // Neuropixels is the same with 25 bins, which takes a while to draw.
    const mice = await made('mouse-calcium', '1');
    const { header, responses, units } = await readMouseRecordings(join(mice, 'VISpm.npz'));
    expect(header).toMatchObject({ kind: 'calcium', synthetic: true, unit: 'dF/F', binWidth: 250 });
    expect(responses.shape).toEqual([50, 118, 1, units.length]);
    expect(new Set(units.map(({ area }) => area))).toEqual(new Set(['VISpm']));
    const place = await made('hvm', '24');
    const recording = neuralRecordingOf(await readNpzFile(join(place, 'recording.npz')), 'made');
    const images = imageFolder({ folder: join(place, 'images'), maxBytes: 1e6, maxPixels: 1e6 });
    expect(recording.synthetic).toBe(true);
    expect([...recording.objects]).toEqual([...images.labels]);
    expect(recording.responses.shape).toEqual([10, 24, 25, 48]);
    const synapses = join(await made('synapses', '50'), 'weight_matrices');
    const table = await loadSynapseTable(join(synapses, 'quantile_4060_pyr.npz'));
    const dendrites = await loadSynapseTable(join(synapses, 'pyr_map.npz'));
    const { sizes } = synapseSizes(table, { dendrites });
    expect([sizes.synapses, sizes.sessions, new Set(sizes.dendrites).size]).toEqual([50, 8, 2]);
    expect(existsSync(`${place}.${process.pid}.part`)).toBe(false);
  });
});
