import { DataError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { recordingsWith, table, unitOf } from './_mice.fixture';
import { areasOf, MouseHeader, mouseRecordings } from './MouseRecordings';

const units = [unitOf(1, 20, { area: 'VISam' }), unitOf(2, 20), unitOf(3, 21, { area: 'VISam' })];
const recordings = recordingsWith(units, [
  [0.1, 0.2, 0.3],
  [0.4, 0.5, 0.6],
]);
const changed = (fields: object) => () => mouseRecordings({ ...recordings, ...fields });

describe('mouseRecordings', () => {
  it('gives back what is whole, and its areas in the order of the hierarchy', () => {
    expect(mouseRecordings(recordings)).toBe(recordings);
    expect(areasOf(recordings)).toEqual(['VISp', 'VISam']);
  });

  it.each([
    [{ responses: table([[1, 2]]) }, 'responses must be [trials >= 2, images >= 2, bins, units], got [1,2]'],
    [{ images: Int32Array.of(0, 1, 1) }, 'images must be 3 of different ids, got 3, 2 different'],
    [{ units: units.slice(1) }, 'units must be 3 of different ids, got 2, 2 different'],
    [{ times: Float64Array.of(10, 10) }, 'times must be of 2 bins and ascend, got 2, 10'],
    [{ times: Float64Array.of(10) }, 'times must be of 2 bins and ascend, got 1'],
    [{ units: [...units.slice(1), unitOf(1.5, 20)] }, 'units[2] must have whole ids'],
    [{ units: [...units.slice(1), unitOf(9, 20, { runningP: 1.5 })] }, 'a P value in 0 .. 1 or NaN'],
    [
      { reliability: { mean: table([[1, 2, 3]]), deviation: table([[1, 2, 3]]) } },
      'reliability must be [2, 3], got [1,3]',
    ],
  ])('refuses %j', (fields, message) => {
    expect(changed(fields)).toThrow(DataError);
    expect(changed(fields)).toThrow(`fixture: ${message}`.replace('fixture: a P', 'a P'));
  });

  it('refuses responses that are infinite, not those that are missing', () => {
    const { responses } = recordings;
    const with4 = (value: number) => {
      const values = Float64Array.from(responses.values);
      values[4] = value;
      return { responses: { ...responses, values } };
    };
    expect(changed(with4(NaN))).not.toThrow();
    expect(changed(with4(-Infinity))).toThrow(
      'fixture: responses must be finite or NaN, got one infinite at index 4',
    );
  });
});

describe('MouseHeader', () => {
  it('knows its keys alone', () => {
    const known = { name: 'a', kind: 'calcium', unit: 'dF/F', binWidth: 250 };
    expect(MouseHeader.parse(known)).toMatchObject({ synthetic: false, version: 1 });
    expect(() => MouseHeader.parse({ ...known, rate: 3 })).toThrow(/rate/);
    expect(() => MouseHeader.parse({ ...known, version: 2 })).toThrow();
  });
});
