import { describe, expect, it } from 'vitest';
import { ConfigError } from '@goal-driven/core/arrays';
import golden from '../../../goldens/nwb.json';
import { expectTyped, fuzz, meetsDamage } from '../../hostile.fixture';
import { openNwb, type NwbFile } from './openNwb';

const session = new Uint8Array(Buffer.from(golden.session, 'base64'));

async function opened(use: (file: NwbFile) => void): Promise<void> {
  const file = await openNwb(session, { name: 's.nwb' });
  use(file);
  file.close();
}

describe('openNwb', () => {
  it('reads units with the spikes of each, and columns ragged once and twice (goldens/nwb.py)', () =>
    opened((file) => {
      const { ids, spikeTimes, columns } = file.units();
      expect(ids).toEqual(Float64Array.of(0, 1, 2));
      expect(spikeTimes).toEqual([
        Float64Array.of(0.1, 0.4),
        new Float64Array(0),
        Float64Array.of(0.2, 0.25, 0.3),
      ]);
      expect(columns['quality']).toEqual({ kind: 'strings', values: ['good', 'mua', 'good'], shape: [3] });
      expect(columns['waves']).toMatchObject({
        kind: 'ragged',
        values: [
          { kind: 'ragged', values: [{ values: Float64Array.of(0, 1), shape: [1, 2] }] },
          { kind: 'ragged', values: [] },
          {
            values: [
              { values: Float64Array.of(2, 3, 4, 5), shape: [2, 2] },
              { values: Float64Array.of(6, 7, 8, 9) },
            ],
          },
        ],
      });
    }));

  it('reads tables of trials and electrodes', () =>
    opened((file) => {
      expect(file.table('/intervals/trials').columns['stop_time']).toEqual({
        kind: 'array',
        values: Float64Array.of(0.5, 1.5),
        shape: [2],
      });
      expect(file.table('/general/extracellular_ephys/electrodes').columns).toEqual({
        location: { kind: 'strings', values: ['MEC', 'V1'], shape: [2] },
      });
    }));

  it('gives series in SI units with the time of each sample, whole or a range', () =>
    opened((file) => {
      const path = '/processing/behavior/Position/path';
      const { data, times, rate, unit } = file.series(path, [4, 6]);
      expect(data.shape).toEqual([2, 2]);
      [1.08, 1.09, 1.1, 1.11].forEach((value, index) => expect(data.values[index]).toBeCloseTo(value, 12));
      expect(times).toEqual(Float64Array.of(2.08, 2.1));
      expect([rate, unit]).toEqual([50, 'meters']);
      expect(file.series(path).data.shape).toEqual([6, 2]);
      expect(file.series('/acquisition/voltage')).toEqual({
        data: { values: Float64Array.of(0.5, 10, 1.5, 20), shape: [2, 2] },
        times: Float64Array.of(0, 0.7),
        unit: 'volts',
      });
      expect(() => file.series(path, [0, 7])).toThrow(ConfigError);
    }));

  it('tells what the file has', () =>
    opened((file) => {
      expect([file.version, file.identifier]).toEqual(['2.7.0', 'session 1']);
      expect(file.about['/general/subject/species']).toBe('Mus musculus');
      expect(file.objects('SpatialSeries')).toEqual([
        { path: '/processing/behavior/Position/path', type: 'SpatialSeries' },
      ]);
      const [picture] = file.objects('RGBImage');
      expect(file.hdf5.read(picture!.path)).toMatchObject({ shape: [2, 2, 3] });
      expect(() => file.table('/intervals')).toThrow(
        /^s\.nwb: \/intervals\/id: must be a dataset, got nothing there/,
      );
      expect(() => file.series('/acquisition')).toThrow('s.nwb: /acquisition/data: must be a dataset');
    }));

  fuzz('a damaged file of NWB', async () => {
    await meetsDamage(session, async (bytes) => {
      const file = await openNwb(bytes, { maxBytes: 2 ** 20 });
      await expectTyped(() => file.objects());
      await expectTyped(() => file.units());
      await expectTyped(() => file.table('/intervals/trials'));
      await expectTyped(() => file.series('/acquisition/voltage'));
      await expectTyped(() => file.series('/processing/behavior/Position/path'));
      file.close();
    });
    await opened((file) => expect(file.units().ids).toHaveLength(3)); // the library has survived
  });
});
