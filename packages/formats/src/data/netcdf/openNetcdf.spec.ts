import { describe, expect, it } from 'vitest';
import golden from '../../../goldens/netcdf.json';
import { expectTyped, fuzz, meetsDamage } from '../../hostile.fixture';
import { openNetcdf } from './openNetcdf';

const bytes = new Uint8Array(Buffer.from(golden.file, 'base64'));

describe('openNetcdf', () => {
  it(`reads what netCDF4 ${golden.versions.netCDF4} reads: axes, scale, fill (goldens/netcdf.py)`, async () => {
    const file = await openNetcdf(bytes);
    const axes = Object.fromEntries(file.variables.map((each) => [each.path.slice(1), each.axes]));
    expect(axes).toEqual(golden.axes);
    for (const [name, values] of Object.entries(golden.values)) {
      // 1e300 stands for what is masked.
      expect([...file.numbers(`/${name}`).values], name).toEqual(
        values.map((value) => (value === 1e300 ? NaN : value)),
      );
    }
    expect(file.dimensions.map(({ name, length }) => [name, length]).sort()).toEqual([
      ['label', 2],
      ['time', 2],
      ['unit', 3],
    ]);
    expect(file.attributes['title']).toMatchObject({ values: ['responses'] });
    expect(file.variables.find(({ path }) => path === '/time')!.attributes).toEqual({
      units: { kind: 'strings', values: ['s'], shape: [] },
    });
    expect(file.read('/rates', [[1, 2]])).toMatchObject({ values: Int16Array.of(0, -2, 6), shape: [1, 3] });
    expect(
      file.numbers('/rates', [
        [0, 1],
        [1, 3],
      ]),
    ).toEqual({ values: Float64Array.of(3, NaN), shape: [1, 2] });
    expect(file.read('/inner/names')).toMatchObject({ values: ['a', 'bc', 'd'] });
    expect(() => file.numbers('/inner/names')).toThrow('netcdf: /inner/names: must be numbers, got strings');
    expect(() => file.numbers('/none')).toThrow('netcdf: /none: must be a dataset, got nothing there');
    file.close();
  });

  fuzz('a damaged file of NetCDF', async () => {
    await meetsDamage(bytes, async (damaged) => {
      const file = await openNetcdf(damaged, { maxBytes: 2 ** 20 });
      for (const { path } of file.variables) await expectTyped(() => file.numbers(path));
      file.close();
    });
    (await openNetcdf(bytes)).close(); // the library has survived
  });
});
