import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Debian's Python has Debian's pandas and xarray; another one may stand before it. */
const python = ['/usr/bin/python3', 'python3'].find(
  (name) => spawnSync(name, ['-c', 'import numpy, pandas, xarray']).status === 0,
);
const skipped = python === undefined ? ' (skipped: no python3 with numpy, pandas and xarray)' : '';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'convert-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(python!, [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
/** Runs a program that makes a pickle. */
const make = (text: string) => {
  writeFileSync(join(folder, 'make.py'), text);
  expect(run('make.py')).toMatchObject({ status: 0, stderr: '' });
};
const converter = (name: string) => fileURLToPath(new URL(`../converters/${name}`, import.meta.url));
const arraysOf = (file: string) => readNpz(new Uint8Array(readFileSync(join(folder, file))));
const headerOf = (arrays: { [name: string]: NdArray<TypedArray> }) =>
  JSON.parse(new TextDecoder().decode(arrays['header']!.values as Uint8Array)) as { [key: string]: unknown };
const sha256 = (file: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex');

/** The structure of the published packages, made as the authors' packaging makes it; 2 areas of 3 and 2 units. */
const MICE = `
import pickle
import numpy as np, pandas as pd, xarray as xr
timed = TIMED
units = pd.MultiIndex.from_arrays(
    [[950915019, 950915020, 950915021, 7, 8], [733744647, 733744647, 721123822, 721123822, 5],
     ['VISp', 'VISp', 'VISp', 'VISam', 'VISam'], [0.5, np.nan, 0.25, 0.1, 0.2], [np.nan, 0.01, 0.5, 0.6, 0.7]],
    names=['unit_id' if timed else 'cell_specimen_id', 'specimen_id', 'visual_area', 'image_selectivity_ns',
           'run_pval_ns' if timed else 'p_run_mod_ns'])
shape = (4, 3, 2, 5) if timed else (4, 3, 5)
values = 100.0 * (np.arange(np.prod(shape)) % 13).reshape(shape)
values[3, 1] = np.nan
dims = ['trials', 'frame_id', 'time_relative_to_stimulus_onset', 'units'] if timed else ['trials', 'frame_id', 'units']
coords = {'trials': np.arange(4) + 1, 'frame_id': np.arange(3), 'units': units}
if timed: coords['time_relative_to_stimulus_onset'] = [0.005, 0.015]
data = xr.DataArray(values if timed else values / 700, coords=coords, dims=dims)
names = ('splithalf_r_mean', 'splithalf_r_std') if timed else ('reliability_mean', 'reliability_std')
along = ('time_relative_to_stimulus_onset', 'units') if timed else ('units',)
size = (2, 5) if timed else (5,)
for place, name in enumerate(names):
    data = data.assign_coords({name: (along, (place + np.arange(np.prod(size)) / 10).reshape(size))})
with open('mice.pkl', 'wb') as file:
    pickle.dump({'stimuli': np.arange(3 * 2 * 4, dtype=np.uint8).reshape(3, 2, 4), 'neural_data': data}, file)
`;

describe.skipIf(python === undefined)(`mouse_responses.py${skipped}`, () => {
  it('writes a file for each area, in the layout of mouse recordings', () => {
    make(MICE.replace('TIMED', 'True'));
    const { status, stdout } = run(converter('mouse_responses.py'), 'mice.pkl', 'out');
    expect([status, stdout]).toEqual([
      0,
      'VISp.npz: responses float16 [4, 3, 2, 3]\nVISam.npz: responses float16 [4, 3, 2, 2]\n',
    ]);
    const arrays = arraysOf('out/VISam.npz');
    expect(headerOf(arrays)).toEqual({
      ...{
        format: 'goal-driven/mouse-recordings',
        version: 1,
        name: 'Neuropixels VISam',
        kind: 'neuropixels',
      },
      ...{ synthetic: false, unit: 'Hz', binWidth: 10, source: `mice.pkl, sha256 ${sha256('mice.pkl')}` },
    });
    // Trial 1, image 2, bin 1, of units 3 and 4: values (1 * 30 + 2 * 10 + 1 * 5 + unit) % 13 of 100 Hz.
    const at = ((1 * 3 + 2) * 2 + 1) * 2;
    expect([...arrays['responses']!.values.slice(at, at + 2)]).toEqual([600, 700]);
    expect(arrays['responses']!.values[((3 * 3 + 1) * 2 + 0) * 2]).toBeNaN();
    expect([...arrays['time']!.values]).toEqual([0, 10]); // starts, of middles at 5 and 15 ms
    expect([...arrays['unit_id']!.values]).toEqual([7n, 8n]);
    expect([...arrays['specimen_id']!.values]).toEqual([721123822n, 5n]);
    expect([...arrays['visual_area']!.values]).toEqual([5, 5]);
    expect([...arrays['run_pval_ns']!.values]).toEqual([0.6, 0.7]);
    expect(arrays['splithalf_r_mean']).toEqual({
      values: Float64Array.of(0.3, 0.4, 0.8, 0.9),
      shape: [2, 2],
    });
    expect([...arrays['splithalf_r_std']!.values]).toEqual([1.3, 1.4, 1.8, 1.9]);
    expect(arraysOf('out/VISp.npz')['image_selectivity_ns']!.values[1]).toBeNaN();
    expect(arraysOf('out/stimuli.npz')['images']!.shape).toEqual([3, 2, 4]);
    expect(readFileSync(join(folder, 'out/SHA256SUMS'), 'utf8')).toBe(
      ['VISp.npz', 'VISam.npz', 'stimuli.npz'].map((name) => `${sha256(`out/${name}`)}  ${name}\n`).join(''),
    );
  });

  it('takes calcium, which has no time and other names, in single precision', () => {
    make(MICE.replace('TIMED', 'False'));
    expect(run(converter('mouse_responses.py'), 'mice.pkl', 'calcium')).toMatchObject({ status: 0 });
    const arrays = arraysOf('calcium/VISp.npz');
    expect(headerOf(arrays)).toMatchObject({ kind: 'calcium', unit: 'dF/F', binWidth: 250 });
    expect(arrays['responses']!.shape).toEqual([4, 3, 3]);
    expect(arrays['responses']!.values[1]).toBe(Math.fround(1 / 7));
    expect(Object.keys(arrays)).not.toContain('time');
    expect([...arrays['run_pval_ns']!.values]).toEqual([NaN, 0.01, 0.5]);
    expect(arrays['splithalf_r_mean']).toEqual({ values: Float64Array.of(0, 0.1, 0.2), shape: [3] });
  });

  it('says what is missing', () => {
    make("import pickle; pickle.dump({'other': 1}, open('mice.pkl', 'wb'))");
    const { status, stderr } = run(converter('mouse_responses.py'), 'mice.pkl', 'out');
    expect(status).toBe(1);
    expect(stderr).toContain('mouse_responses: the pickle must be a dictionary with neural_data, got dict');
  });
});

/** The structure of dataset.pkl as Python 2 wrote it: protocol 2, texts as bytes. */
const RULES = `
import pickle
import numpy as np
meta = np.array([(b'imagenet', 1, b'feedback_alignment', None, 0.1), (b'cifar10', 2, b'sgdm', 5, 0.2)],
                dtype=[('task', object), ('dataset_seed', object), ('learning_rule', object), ('model_seed', object),
                       ('batch_size', float)])
X = np.arange(2 * 3 * 2, dtype=np.float64).reshape(2, 3, 2)
X[0, 0, 1] = np.inf
data = {'X': X, 'X_cat': np.ones((2, 3, 3)), 'Y': np.array([b'feedback_alignment', b'sgdm'], dtype=object),
        'obs_keys': np.array([b'weight_absmean', b'act_norm']), 'meta': META}
pickle.dump(data, open('dataset.pkl', 'wb'), protocol=2)
`;

describe.skipIf(python === undefined)(`learning_rule_observables.py${skipped}`, () => {
  it.each([
    ['a structured array', 'meta'],
    ['records', '[dict(zip(meta.dtype.names, row)) for row in meta.tolist()]'],
    ['columns', 'dict((name, list(meta[name])) for name in meta.dtype.names)'],
  ])('writes one file, of a meta that is %s', (_, meta) => {
    make(RULES.replace('META', meta));
    const { status, stdout } = run(converter('learning_rule_observables.py'), 'dataset.pkl', 'rules.npz');
    expect([status, stdout]).toEqual([
      0,
      `dataset.pkl, sha256 ${sha256('dataset.pkl')}\nrules.npz, sha256 ${sha256('rules.npz')}\n`,
    ]);
    const arrays = arraysOf('rules.npz');
    expect(headerOf(arrays)).toEqual({
      format: 'goal-driven/learning-rule-observables',
      version: 1,
      source: `dataset.pkl, sha256 ${sha256('dataset.pkl')}`,
      observables: ['weight_absmean', 'act_norm'],
      categories: {
        rule: ['feedback_alignment', 'sgdm'],
        task: ['cifar10', 'imagenet'],
        learning_rule: ['feedback_alignment', 'sgdm'],
      },
    });
    expect(arrays['X']!.shape).toEqual([2, 3, 2]);
    expect([...arrays['X']!.values].slice(0, 3)).toEqual([0, Infinity, 2]);
    expect([...arrays['rule']!.values]).toEqual([0, 1]);
    expect([...arrays['task']!.values]).toEqual([1, 0]);
    expect([...arrays['model_seed']!.values]).toEqual([NaN, 5]);
    expect([...arrays['batch_size']!.values]).toEqual([0.1, 0.2]);
    expect(arrays['X_cat']!.shape).toEqual([2, 3, 3]);
  });

  it('says what does not fit', () => {
    make(RULES.replace('META', 'meta').replace("b'act_norm'", "b'act_norm', b'other'"));
    const { status, stderr } = run(converter('learning_rule_observables.py'), 'dataset.pkl', 'rules.npz');
    expect(status).toBe(1);
    expect(stderr).toContain('X must be [2, moments, 3], got [2, 3, 2]');
  });
});
