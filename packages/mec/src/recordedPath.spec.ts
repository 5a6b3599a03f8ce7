import { DataError, ndArray } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathSegments, RecordedPath, recordedSamples, trackedPath } from './recordedPath';

const config = RecordedPath.parse({ timesteps: 2 });
const dt = 0.02;

/** A walk straight east at 0.5 m/s from (0.1, 0.5). */
const east = (times: readonly number[]) => ({
  t: Float64Array.from(times),
  pos: Float64Array.from(times.flatMap((time) => [0.1 + 0.5 * time, 0.5])),
});
const ticks = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index * dt);

describe('a recorded path', () => {
  it('is centred on the origin, not scaled', () => {
    const { segments } = pathSegments(east(ticks(3)), config, dt);
    expect(segments).toHaveLength(1);
    const expected = [-0.4, 0, -0.39, 0, -0.38, 0];
    expected.forEach((value, index) => expect(segments[0]![index]).toBeCloseTo(value, 12));
  });

  it('is split at long gaps and at jumps, which are counted', () => {
    const gap = pathSegments(east([...ticks(4), ...ticks(4, 0.5)]), config, dt);
    expect([gap.segments.length, gap.gaps, gap.jumps]).toEqual([2, 1, 0]);
    const jumped = east(ticks(8));
    for (let index = 4; index < 8; index++) jumped.pos[2 * index]! += 0.5;
    const jump = pathSegments(jumped, config, dt);
    expect([jump.segments.length, jump.gaps, jump.jumps]).toEqual([2, 0, 1]);
  });

  it('is interpolated over short gaps and other rates', () => {
    const { segments, gaps } = pathSegments(east([0, 0.02, 0.08, 0.11]), config, dt);
    expect(gaps).toBe(0);
    expect(segments[0]).toHaveLength(12);
    for (let step = 0; step <= 5; step++) expect(segments[0]![2 * step]).toBeCloseTo(-0.4 + 0.01 * step, 12);
  });

  it('is cut in sequences whose inputs lead from target to target (law)', () => {
    const coordinate = fc.double({ min: 0.48, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 20 }), (points) => {
        const path = { t: Float64Array.from(ticks(points.length)), pos: Float64Array.from(points.flat()) };
        const { segments } = pathSegments(path, config, dt);
        const samples = recordedSamples(segments, 2);
        expect(samples.episodes).toBe(Math.floor((points.length - 1) / 2));
        for (let index = 0; index < samples.episodes * 2; index++) {
          const before =
            index % 2 === 0 ? samples.start.subarray(index) : samples.position.subarray(2 * index - 2);
          expect(before[0]! + samples.velocity[2 * index]!).toBeCloseTo(samples.position[2 * index]!, 12);
          expect(before[1]! + samples.velocity[2 * index + 1]!).toBeCloseTo(
            samples.position[2 * index + 1]!,
            12,
          );
        }
      }),
    );
  });
});

describe('a recorded path that is not what it must be', () => {
  const t = (...values: number[]) => ndArray(Float64Array.from(values), [values.length]);
  const pos = (...values: number[]) => ndArray(Float64Array.from(values), [values.length / 2, 2]);

  it.each([
    ['has no pos', { t: t(0, 1) }, 'trackedPath: the file must hold t [n] and pos [n, 2], got t'],
    [
      'is of another shape',
      { t: t(0, 1, 2), pos: pos(0, 0, 1, 1) },
      'trackedPath: t must be [n] and pos [n, 2], got [3] and [2,2]',
    ],
    ['is too short', { t: t(0), pos: pos(0, 0) }, 'trackedPath: t must hold at least 2 samples, got 1'],
    [
      'holds NaN',
      { t: t(0, 1), pos: pos(0, NaN, 1, 1) },
      'trackedPath: pos must be finite, got NaN at element 1',
    ],
    [
      'runs backwards',
      { t: t(0, 2, 1), pos: pos(0, 0, 0, 0, 0, 0) },
      'trackedPath: t must increase, got 1 s after 2 s at sample 2',
    ],
  ])('%s', (_, arrays, message) => {
    expect(() => trackedPath(arrays)).toThrow(new DataError(message));
  });

  it('lies outside its box', () => {
    const centimetres = { t: Float64Array.of(0, 1), pos: Float64Array.of(10, 20, 11, 20) };
    expect(() => pathSegments(centimetres, config, dt)).toThrow(
      /must lie in \[0, 1\] x \[0, 1\] m up to 0.1 m, got \(10, 20\)/,
    );
  });

  it('has no segment of the length asked for', () => {
    expect(() => recordedSamples([new Float64Array(6)], 5)).toThrow(
      new DataError('recordedSamples: a segment must have at least 5 steps, got at most 2'),
    );
  });
});
