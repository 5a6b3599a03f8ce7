import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import hdf5 from '../../goldens/hdf5.json';
import golden from '../../goldens/readKerasWeights.json';
import { fuzz, meetsDamage } from '../hostile.fixture';
import { readKerasWeights } from './readKerasWeights';
import { tensorsOf } from './WeightTree';

type FileName = keyof typeof golden.files;
const bytesOf = (name: FileName) => new Uint8Array(Buffer.from(golden.files[name], 'base64'));
const values: { readonly [path: string]: readonly number[] } = golden.values;
const shapes: { readonly [path: string]: readonly number[] } = golden.shapes;

/** Where the two layouts of Keras 3 have the model's weights. */
const PLACES = {
  'inner/hidden/kernel': 'layers.sequential.layers.dense.vars.0',
  'inner/hidden/bias': 'layers.sequential.layers.dense.vars.1',
  'inner/norm/gamma': 'layers.sequential.layers.batch_normalization.vars.0',
  'inner/norm/beta': 'layers.sequential.layers.batch_normalization.vars.1',
  'inner/norm/moving_mean': 'layers.sequential.layers.batch_normalization.vars.2',
  'inner/norm/moving_variance': 'layers.sequential.layers.batch_normalization.vars.3',
  'whole/out/kernel': 'layers.dense.vars.0',
};

describe('readKerasWeights', () => {
  it(`reads what Keras ${golden.versions.keras} saves with layers and names (goldens/readKerasWeights.py)`, async () => {
    const { layout, value } = await readKerasWeights(bytesOf('m.h5'));
    expect(layout).toBe('legacy');
    expect(Object.keys(value as object)).toEqual(['inner', 'out']);
    const tensors = tensorsOf(value);
    expect(Object.keys(tensors).map((name) => name.slice(name.indexOf('.') + 1))).toEqual(
      Object.keys(values),
    );
    for (const [name, array] of Object.entries(tensors)) {
      const path = name.slice(name.indexOf('.') + 1);
      expect([...array.values], path).toEqual(values[path]);
      expect(array.shape).toEqual(shapes[path]);
      expect(array.dtype).toBe(path.startsWith('whole') ? 'F16' : 'F32');
    }
  });

  it.each(['m.weights.h5', 'm.keras'] as const)('reads the layout of Keras 3: %s', async (name) => {
    const { layout, value, names } = await readKerasWeights(bytesOf(name));
    expect(layout).toBe('keras3');
    const tensors = tensorsOf(value);
    expect(Object.keys(tensors).sort()).toEqual(Object.values(PLACES).sort());
    for (const [path, place] of Object.entries(PLACES))
      expect([...tensors[place]!.values]).toEqual(values[path]);
    expect(names).toMatchObject({
      'layers.dense.vars': 'out',
      'layers.sequential.layers.dense.vars': 'hidden',
    });
  });

  it('says what is not there', async () => {
    const other = new Uint8Array(Buffer.from(hdf5.latest, 'base64'));
    await expect(readKerasWeights(other, { name: 'a.h5' })).rejects.toThrow(/^a\.h5: \//);
    const { 'model.weights.h5': _, ...rest } = unzipSync(bytesOf('m.keras'));
    await expect(readKerasWeights(zipSync(rest), { name: 'a.keras' })).rejects.toThrow(
      'a.keras: an archive of Keras must have the entry "model.weights.h5", got none',
    );
  });

  fuzz('readKerasWeights, damaged files of all layouts', () =>
    meetsDamage([bytesOf('m.h5'), bytesOf('m.weights.h5'), bytesOf('m.keras')], (bytes) =>
      readKerasWeights(bytes),
    ),
  );
});
