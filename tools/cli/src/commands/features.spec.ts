import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPass,
  createRng,
  disposeTree,
  leaves,
  ndArray,
  readNpy,
  readNpz,
  tf,
  writeNpz,
  writeSafetensors,
  type Architecture,
  type Tensor4D,
} from '@goal-driven/core';
import { openHdf5, writeHdf5 } from '@goal-driven/formats';
import { augment, objectImages, objectSet, RenderedObjects } from '@goal-driven/stimuli';
import { createPublished } from '@goal-driven/ventral-stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writePictures } from '../data/writePictures';
import { main } from '../main';
import type { NamedModel } from '../registry';
import { features, type FeaturesOptions } from './features';

const scale = { size: 32, classes: 4, width: 0.05 };
const network = (record: string[] = []) => createPublished('timedecay_shallow', { scale, record });
const small: NamedModel = {
  package: 'spec',
  input: 'images [B, 32, 32, 3]',
  sources: [],
  config: () => network().config,
  architecture: () => network() as unknown as Architecture,
  nameMaps: () => [],
  vision: (layers) => ({
    architecture: network(layers.filter((layer) => layer !== 'logits')) as never,
    preparation: objectImages(32),
    timesteps: network().movie.timesteps,
  }),
};
const set = objectSet(
  RenderedObjects.parse({ kind: 'objects', seed: 1, objects: 1, images: 10, pixels: 40 }),
);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'features-'));
  vi.stubEnv('GOAL_DRIVEN_DATA', join(folder, 'cache', 'data'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const arrayFile = async () => {
  const values = new Uint8Array(10 * 40 * 40 * 3);
  for (let image = 0; image < 10; image++) values.set(set.image(image).values, image * 40 * 40 * 3);
  return ndArray(values, [10, 40, 40, 3]);
};
const npz = async (name = 'set.npz') => {
  await writeFile(at(name), writeNpz({ images: await arrayFile() }, { compress: true }));
  return `${at(name)}:images`;
};

async function extract(options: Partial<FeaturesOptions>, code: object = { key: 'of the spec' }) {
  const heard = { stdout: '', stderr: '' };
  const given = {
    stimuli: '',
    layers: 'conv3',
    out: at('out.npz'),
    batch: 4,
    cache: true,
    untrained: 1,
    ...options,
  };
  const exit = await features(
    'small',
    given as FeaturesOptions,
    {
      stdout: { write: (text) => (heard.stdout += text) },
      stderr: { write: (text) => (heard.stderr += text) },
    },
    { code: code as { key: string }, models: { small } },
  );
  return { exit, ...heard };
}

/** What the network does of the pictures, by hand and at once: [10, T, ...]. */
function expected(layer: string) {
  const own = network([layer]);
  const { params, state } = own.init(createRng(1));
  const { values, shape } = tf.tidy(() => {
    const seen = Array.from({ length: 10 }, (_, image) =>
      tf.tensor(augment(set.image(image), objectImages(32), createRng(0)).values, [32, 32, 3]),
    );
    const images = tf.stack(seen) as Tensor4D;
    const pass = createPass({ training: false, rng: createRng(0) });
    const output = own.apply(params, state, { images }, pass).layers[layer]!;
    return { values: output.dataSync<'float32'>().slice(), shape: output.shape };
  });
  disposeTree({ params, state });
  return ndArray(values, shape);
}

const near = (got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number) => {
  expect(got.length).toBe(wanted.length);
  const worst = Math.max(...Array.from(wanted, (value, index) => Math.abs(value - got[index]!)));
  expect(worst).toBeLessThanOrEqual(tolerance);
};

describe('features', () => {
  it('are the activity of the network, at all steps and at one, and leave no tensor', async () => {
    const before = tf.memory().numTensors;
    const { exit, stdout } = await extract({ stimuli: await npz(), layers: 'conv3,conv3@5,logits' });
    expect(tf.memory().numTensors).toBe(before);
    expect([exit, stdout]).toEqual([0, `${at('out.npz')}: conv3, conv3@5, logits for 10 pictures\n`]);
    const arrays = readNpz(new Uint8Array(await readFile(at('out.npz'))));
    const whole = expected('conv3');
    expect(arrays['conv3']!.shape).toEqual(whole.shape);
    // Batches of another size may be added up in another order: single precision.
    near(arrays['conv3']!.values as Float32Array, whole.values, 1e-5);
    const [pictures, timesteps, ...row] = whole.shape as [number, number, ...number[]];
    expect(arrays['conv3@5']!.shape).toEqual([pictures, ...row]);
    const size = row.reduce((product, axis) => product * axis, 1);
    const step = (image: number) =>
      whole.values.subarray((image * timesteps + 5) * size, (image * timesteps + 6) * size);
    near((arrays['conv3@5']!.values as Float32Array).subarray(9 * size), step(9), 1e-5);
    expect(JSON.parse(await readFile(at('out.npz.json'), 'utf8'))).toMatchObject({
      pictures: 10,
      precision: 'float32',
    });
  });

  it('are the same from a folder, an archive and HDF5, in NPZ, HDF5 and a folder', async () => {
    await writeFile(at('set.h5'), await writeHdf5({ datasets: { images: await arrayFile() } }));
    await mkdir(at('pictures'));
    await writePictures(
      { ...set, latents: (index) => ({ ...set.latents(index), label: 0 }) },
      at('pictures'),
      { from: 0, to: 10 },
    );
    await extract({ stimuli: await npz(), layers: 'conv3@5' });
    await extract({ stimuli: `${at('set.h5')}:/images`, layers: 'conv3@5', out: at('out.h5') });
    await extract({ stimuli: at('pictures'), layers: 'conv3@5', out: at('own') });
    const { values } = readNpz(new Uint8Array(await readFile(at('out.npz'))))['conv3@5']!;
    const file = await openHdf5(new Uint8Array(await readFile(at('out.h5'))));
    const read = file.read('/conv3@5');
    file.close();
    expect(read.kind === 'array' && read.values).toEqual(values);
    expect(readNpy(new Uint8Array(await readFile(at('own/conv3%405.npy')))).values).toEqual(values);
    const { pictures } = JSON.parse(await readFile(at('own/features.json'), 'utf8')) as {
      pictures: string[];
    };
    expect(pictures[9]).toBe('0000-Animals/000009.png');
  });

  it('of gray pictures are those of gray in three channels', async () => {
    const gray = Uint8Array.from({ length: 2 * 40 * 40 }, (_, at) => (at * 7) % 256);
    const three = Uint8Array.from({ length: 3 * gray.length }, (_, at) => gray[Math.floor(at / 3)]!);
    const sets = {
      gray: ndArray(gray, [2, 40, 40]),
      three: ndArray(three, [2, 40, 40, 3]),
      other: ndArray(gray, [80, 40]),
    };
    await writeFile(at('set.npz'), writeNpz(sets, { compress: true }));
    await extract({ stimuli: `${at('set.npz')}:gray`, layers: 'logits', out: at('gray') });
    await extract({ stimuli: `${at('set.npz')}:three`, layers: 'logits', out: at('three') });
    expect((await readFile(at('gray/logits.npy'))).equals(await readFile(at('three/logits.npy')))).toBe(true);
    await expect(extract({ stimuli: `${at('set.npz')}:other` })).rejects.toThrow(
      'or [images, height, width], got [80,40]',
    );
  });

  it('in half precision are the nearest halves', async () => {
    await extract({ stimuli: await npz(), layers: 'conv3@5', float16: true });
    const halves = readNpz(new Uint8Array(await readFile(at('out.npz'))))['conv3@5']!.values as Float32Array;
    await extract({ stimuli: await npz(), layers: 'conv3@5', out: at('whole.npz') });
    const whole = readNpz(new Uint8Array(await readFile(at('whole.npz'))))['conv3@5']!.values as Float32Array;
    // Eleven bits of a half: an error of 2^-11 of the number, and 2^-25 below 2^-14.
    whole.forEach((value, index) =>
      expect(Math.abs(halves[index]! - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25),
    );
    await expect(extract({ stimuli: await npz(), float16: true, out: at('a.h5') })).rejects.toThrow(
      'must be in single precision',
    );
  });

  it('take the parameters of a file', async () => {
    const { params, state } = network().init(createRng(1));
    const arrays = Object.fromEntries(
      leaves(params).map(({ path, tensor }) => [
        path,
        ndArray(tensor.dataSync<'float32'>().slice(), tensor.shape),
      ]),
    );
    disposeTree({ params, state });
    await writeFile(at('w.safetensors'), writeSafetensors(arrays));
    await extract({
      stimuli: await npz(),
      weights: at('w.safetensors'),
      untrained: undefined as never,
      layers: 'conv3@5',
    });
    await extract({ stimuli: await npz(), layers: 'conv3@5', out: at('drawn.npz') });
    expect((await readFile(at('out.npz'))).equals(await readFile(at('drawn.npz')))).toBe(true);
    const { 'conv1/conv/kernel': _, ...rest } = arrays;
    await writeFile(at('w.safetensors'), writeSafetensors(rest));
    const wrong = extract({
      stimuli: await npz(),
      weights: at('w.safetensors'),
      untrained: undefined as never,
    });
    await expect(wrong).rejects.toThrow('conv1/conv/kernel of');
  });
});

describe('the cache of features', () => {
  it('goes on where a run was interrupted, to the same bytes', async () => {
    const stimuli = await npz();
    const apply = vi.fn();
    const vision: NonNullable<NamedModel['vision']> = (layers) => {
      const model = small.vision!(layers);
      return {
        ...model,
        architecture: {
          ...model.architecture,
          apply: (...given) => {
            apply();
            if (apply.mock.calls.length === 2) process.emit('SIGINT');
            return model.architecture.apply(...given);
          },
        },
      };
    };
    const run = () =>
      features(
        'small',
        { stimuli, layers: 'conv3@5', out: at('out.npz'), batch: 3, cache: true, untrained: 1 },
        { stdout: { write: () => true }, stderr: { write: () => true } },
        { code: { key: 'of the spec' }, models: { small: { ...small, vision } } },
      );
    await expect(run()).rejects.toThrow('interrupted after 6 of 10 pictures');
    expect(existsSync(at('out.npz'))).toBe(false);
    expect(await run()).toBe(0);
    expect(apply).toHaveBeenCalledTimes(4); // two batches, then 6 .. 9 and 9
    expect(await run()).toBe(0);
    expect(apply).toHaveBeenCalledTimes(4);
    await extract({ stimuli, layers: 'conv3@5', out: at('at-once.npz'), batch: 3 }, { key: 'other code' });
    expect((await readFile(at('out.npz'))).equals(await readFile(at('at-once.npz')))).toBe(true);
  });

  it('has a key for each thing that the numbers depend on', async () => {
    const keys = async () =>
      existsSync(at('cache/features')) ? (await readdir(at('cache/features'))).length : 0;
    const stimuli = await npz();
    await extract({ stimuli });
    expect(await keys()).toBe(1);
    await extract({ stimuli, layers: 'conv4' }); // another layer under the same key
    expect(await keys()).toBe(1);
    await extract({ stimuli, untrained: 2 });
    await extract({ stimuli, float16: true });
    await extract({ stimuli }, { key: 'other code' });
    await writeFile(
      at('less.npz'),
      writeNpz({ images: ndArray(new Uint8Array(2 * 40 * 40 * 3), [2, 40, 40, 3]) }, { compress: false }),
    );
    await extract({ stimuli: at('less.npz') });
    await writeFile(at('prepare.json'), JSON.stringify([{ kind: 'resize', size: 32 }]));
    await extract({ stimuli, prepare: at('prepare.json') });
    expect(await keys()).toBe(6);
  });

  it('keeps nothing of code that nobody can name, and says why', async () => {
    const { exit, stderr } = await extract(
      { stimuli: await npz() },
      { unknown: 'the code has changes that are not committed' },
    );
    expect(exit).toBe(0);
    expect(stderr).toContain('not kept for a second time: the code has changes that are not committed');
    expect(existsSync(at('cache/features'))).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(['out.npz', 'out.npz.json', 'set.npz']);
  });
});

describe('mistakes', () => {
  it.each([
    [{ layers: 'conv3@99' }, 'conv3@99 must be of one of the timesteps 0 .. 15'],
    [{ layers: 'covn3' }, 'did you mean conv3'],
    [{ layers: 'conv3,conv3' }, 'must name each once, got conv3 twice'],
    [{ layers: 'conv3@x' }, 'must be names such as V4 or V4@3'],
    [{ stimuli: 'set.mat' }, 'must be a folder, file.npz:key or file.h5:/path'],
    [{ weights: 'x.safetensors' }, 'one of --weights and --untrained must be given'],
  ])('%j', async (options, message) => {
    const stimuli = await npz();
    await writeFile(at('x.safetensors'), '');
    await expect(extract({ stimuli, ...options })).rejects.toThrow(message);
  });

  it('a model that sees no images, and options that are absent, with code 2', async () => {
    const heard = { stderr: '' };
    const io = { stdout: { write: () => true }, stderr: { write: (text: string) => (heard.stderr += text) } };
    const words = ['--stimuli', folder, '--layers', 'g', '--out', at('o.npz'), '--untrained', '0'];
    expect(await main(['features', 'mec/ugrnn-relu-small', ...words], io)).toBe(2);
    expect(heard.stderr).toContain('must see images');
    expect(await main(['features', 'mec/ugrnn-relu-small', '--layers', 'g'], io)).toBe(2);
  });
});
