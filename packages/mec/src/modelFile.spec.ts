import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createRng,
  DataError,
  disposeTree,
  EnvironmentError,
  leafAt,
  leaves,
  ndArray,
  readSafetensors,
  tf,
  useBackend,
  writeSafetensors,
  type Tree,
} from '@goal-driven/core';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from './loadModel';
import { readModel, writeModel } from './modelFile';
import { createParts } from './studies/createParts';
import { loadTrainedRun } from './studies/loadTrainedRun';
import { PathIntegrationConfig } from './studies/PathIntegrationConfig';
import { presets } from './studies/presets';

await useBackend('cpu');

const study = PathIntegrationConfig.parse({
  ...presets.smoke,
  placeCells: { count: 16, sigma: 0.4, centres: 'random' },
});
const { params } = createParts(study, createRng(7)).architecture.init(createRng(1));
const about = { study, seed: 7, backend: 'torch', command: 'goal-driven run mec/path-integration --seed 7' };
const bytes = await writeModel(params, about);
afterAll(() => disposeTree(params));

describe('a model file', () => {
  it('holds every parameter in half precision, and what made them', () => {
    const { dtypes, metadata } = readSafetensors(bytes);
    expect(Object.keys(dtypes).sort()).toEqual(leaves(params).map(({ path }) => path));
    expect(new Set(Object.values(dtypes))).toEqual(new Set(['F16']));
    expect(metadata).toMatchObject({ format: 'goal-driven-model', seed: '7', backend: 'torch' });
  });

  it('gives back the network within half a spacing of half precision, with its place cells', () => {
    const before = tf.memory().numTensors;
    const model = readModel(bytes);
    expect(model).toMatchObject(about);
    expect(model.parts.architecture.name).toBe('mec/ugrnn-relu');
    for (const { path, tensor } of leaves(params)) {
      const read = leafAt(model.network.params, path)!;
      expect(read.shape).toEqual(tensor.shape);
      const values = read.dataSync();
      tensor.dataSync().forEach((value, index) => {
        expect(Math.abs(values[index]! - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25);
      });
    }
    // Random centres come from the seed of the run.
    const { readout } = createParts(study, createRng(7));
    const place = Float64Array.of(0.3, -0.2);
    expect(model.parts.readout.encode(place)).toEqual(readout.encode(place));
    disposeTree(model.network.params);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is the same file whenever it is written', async () => {
    const model = readModel(bytes);
    expect(await writeModel(model.network.params as Tree, model)).toEqual(bytes);
    disposeTree(model.network.params);
  });

  it('is refused where it is none, or where its parameters are those of another network', () => {
    const { arrays, metadata } = readSafetensors(bytes);
    const changed = (others: { [key: string]: string }, more: object = {}) =>
      writeSafetensors({ ...arrays, ...more }, { ...metadata, ...others });
    const before = tf.memory().numTensors;
    const read = (file: Uint8Array) => () => readModel(file, 'x.safetensors');
    expect(read(changed({ format: 'other' }))).toThrow(
      /^x\.safetensors: must be a model of this package, got\n[^]*format/,
    );
    expect(read(changed({ seed: '-1' }))).toThrow(DataError);
    expect(read(changed({ config: '{' }))).toThrow(
      /x\.safetensors: its configuration must be one of mec\/path/,
    );
    expect(read(changed({ config: '{"network":{"unit":3}}' }))).toThrow(/unit/);
    const fewer = JSON.stringify({ ...study, network: { ...study.network, units: 5 } });
    expect(read(changed({ config: fewer }))).toThrow(/parameter M\/bias must be \[5\], got \[6\]/);
    const [cells, wide] = [
      { placeCells: { ...study.placeCells, count: 1e12 } },
      { network: { ...study.network, units: 1e12 } },
    ];
    for (const hostile of [cells, wide]) {
      const config = JSON.stringify({ ...study, ...hostile });
      expect(read(changed({ config }))).toThrow(
        /^x\.safetensors: .* must be at most the \d+ numbers that the file holds, got 1000000000000$/,
      );
    }
    const extra = { extra: ndArray(Float32Array.of(1), [1]) };
    expect(read(changed({}, extra))).toThrow('x.safetensors: parameter extra must be none, got [1]');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('loading a model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mec-model-'));
  const path = join(folder, 'small.safetensors');
  writeFileSync(path, bytes);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a file of this machine, also where a run is asked for', async () => {
    const [model, run] = [await loadModel(pathToFileURL(path)), await loadTrainedRun(path)];
    expect([model.seed, run.study]).toEqual([7, study]);
    disposeTree({ a: model.network.params, b: run.network.params });
  });

  it('fetches one from a server, as a browser must', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/small.safetensors') response.end(bytes);
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const { network, command } = await loadModel(`${origin}/small.safetensors`);
      expect(command).toBe(about.command);
      disposeTree(network.params);
      await expect(loadModel(`${origin}/other`)).rejects.toThrow(
        new EnvironmentError(`loadModel: ${origin}/other must be a file to be had, got: status 404`),
      );
    } finally {
      server.close();
    }
  });

  it('says which file is not there', async () => {
    await expect(loadModel(pathToFileURL(join(folder, 'none')))).rejects.toThrow(
      /^loadModel: file:.*none must be a file to be had, got: ENOENT/,
    );
  });
});
