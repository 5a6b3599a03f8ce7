import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { expect, it } from 'vitest';
import { recordingsWith, table, unitOf } from './_mice.fixture';
import { mouseRecordings } from './MouseRecordings';
import { takeArea } from './takeArea';

const units = [unitOf(1, 1), unitOf(2, 1, { area: 'VISl' }), unitOf(3, 2)];
const recordings = recordingsWith(units, [
  [0.1, 0.2, 0.3],
  [0.4, 0.5, 0.6],
]);

it('takeArea keeps the units of an area, with their traces', () => {
  const v1 = mouseRecordings(takeArea(recordings, 'VISp'));
  expect(v1.units).toEqual([units[0], units[2]]);
  expect(v1.responses.shape).toEqual([2, 3, 2, 2]);
  const expected = recordings.responses.values.filter((_, at) => at % 3 !== 1);
  expect(v1.responses.values).toEqual(Float32Array.from(expected));
  expect(v1.reliability!.mean).toEqual(table([[0.1, 0.3], [0.4, 0.6]])); // prettier-ignore
  expect(v1.reliability!.deviation).toEqual(ndArray(new Float64Array(4), [2, 2]));
  expect(takeArea({ ...recordings, reliability: undefined }, 'VISl').reliability).toBeUndefined();
});

it('takeArea refuses an area without units', () => {
  expect(() => takeArea(recordings, 'VISam')).toThrow(ConfigError);
  expect(() => takeArea(recordings, 'VISam')).toThrow('fixture must have units in VISam, got none');
});
