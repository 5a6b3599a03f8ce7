import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, ndArray, readNpz, writeNpz } from '@goal-driven/core/arrays';
import { afterAll, describe, expect, it } from 'vitest';
import golden from '../../goldens/mouseRecordings.json';
import { largestDifference, parkMiller, recordingsWith, unitOf } from './_mice.fixture';
import { mouseArrays, mouseRecordingsOf, readMouseRecordings } from './mouseRecordingsFile';

const folder = mkdtempSync(join(tmpdir(), 'mice-'));
afterAll(() => rmSync(folder, { recursive: true }));

const recordings = recordingsWith(
  [unitOf(950915019, 733744647, { area: 'VISrl', runningP: 0.25 }), unitOf(7, 8)],
  [
    [0.5, 0.25],
    [1, 0],
  ],
);
const arrays = mouseArrays(recordings);

describe('a file of mouse recordings', () => {
  it('is read as it was written', async () => {
    const path = join(folder, 'mice.npz');
    writeFileSync(path, writeNpz(arrays, { compress: true }));
    expect(await readMouseRecordings(path)).toEqual(recordings);
    await expect(readMouseRecordings(path, { maxBytes: 100 })).rejects.toThrow(DataError);
  });

  it('is read as NumPy wrote it, without time (goldens/mouseRecordings.py)', () => {
    const file = readNpz(Uint8Array.from(Buffer.from(golden.file, 'base64')));
    const read = mouseRecordingsOf(file, 'golden');
    expect(read.header).toMatchObject({ name: 'from Python', kind: 'calcium', synthetic: false });
    expect(read.responses.shape).toEqual([3, 4, 1, 2]);
    // Half precision keeps 11 bits of numbers below 1.
    expect(largestDifference(read.responses.values, parkMiller(2, [24]).values)).toBeLessThan(2 ** -12);
    expect(read.units).toEqual([
      { id: 517506, specimen: 223405, area: 'VISal', imageSelectivity: NaN, runningP: NaN },
      { id: 662358571, specimen: 222420, area: 'VISam', imageSelectivity: NaN, runningP: 0.25 },
    ]);
    expect([...read.images, ...read.times]).toEqual([0, 1, 2, 3, 0]);
    expect(read.reliability!.mean).toEqual(ndArray(Float64Array.of(0.75, 0.5), [1, 2]));
    expect(read.reliability!.deviation.values[1]).toBe(0.25);
  });

  it.each([
    [{ responses: undefined }, 'x: it must hold responses, got nothing'],
    [{ responses: ndArray(new Float64Array(4), [2, 2]) }, 'or [trials, frame_id, units], got [2,2]'],
    [{ frame_id: ndArray(Int32Array.of(1), [1]) }, 'x: frame_id must be [3], got [1]'],
    [
      { frame_id: ndArray(Float64Array.of(1, 2, 0.5), [3]) },
      'x: frame_id must be whole numbers, got 0.5 at 2',
    ],
    [{ visual_area: ndArray(Uint8Array.of(0, 6), [2]) }, 'x: visual_area must be 0 .. 5, got 6 at 1'],
    [{ splithalf_r_std: undefined }, 'x: it must hold splithalf_r_std, got nothing'],
    [{ header: ndArray(Uint8Array.of(123), [1]) }, 'x: header must be JSON in UTF-8, got: '],
    [{ header: ndArray(Uint8Array.of(0xff), [1]) }, 'x: header must be JSON in UTF-8, got: '],
    [{ header: ndArray(Uint8Array.of(50), [1]) }, 'x: header must be that of recordings, got'],
    [{ header: ndArray(new Uint8Array(65_537), [65_537]) }, 'x: header must be at most 65536 bytes of JSON'],
  ])('refuses %o', (fields, message) => {
    const given = Object.fromEntries(
      Object.entries({ ...arrays, ...fields }).filter(([, array]) => array !== undefined),
    );
    const read = () => mouseRecordingsOf(given as typeof arrays, 'x');
    expect(read).toThrow(DataError);
    expect(read).toThrow(message);
  });

  it('takes counts of spikes, and units without metadata or reliability', () => {
    const {
      image_selectivity_ns: _,
      run_pval_ns: __,
      splithalf_r_mean: ___,
      splithalf_r_std: ____,
      ...few
    } = arrays;
    const counts = ndArray(
      Uint8Array.from({ length: 24 }, (_, at) => at),
      [2, 3, 2, 2],
    );
    const read = mouseRecordingsOf({ ...few, responses: counts }, 'x');
    expect(read.responses.values).toEqual(Float32Array.from(counts.values));
    expect([read.reliability, read.units[0]!.runningP]).toEqual([undefined, NaN]);
  });
});
