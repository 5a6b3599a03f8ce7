import { createRng, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { movieOf } from '../network/Presentation';
import { stateTrajectories } from './stateTrajectories';
import { trajectoryFigures } from './trajectoryFigures';

describe('stateTrajectories', () => {
  it('finds the line along which states move', () => {
    // Two images, three timesteps, one pixel of two channels: along (3, 4) / 5, at -10, 0, 10 and back.
    const states = [-6, -8, 0, 0, 6, 8, 6, 8, 0, 0, -6, -8];
    const { ratios, paths } = stateTrajectories(ndArray(Float32Array.from(states), [2, 3, 1, 1, 2]));
    expect(ratios[0]).toBeCloseTo(1, 12);
    expect(ratios[1]).toBeCloseTo(0, 12);
    const first = paths.map((path) => path.map(([along]) => along!));
    [
      [-10, 0, 10],
      [10, 0, -10],
    ].forEach((expected, image) =>
      expected.forEach((along, step) => expect(first[image]![step]).toBeCloseTo(along, 10)),
    );
  });

  const layer = ndArray(Float32Array.from(createRng(1).normal(3 * 4 * 2 * 2 * 3)), [3, 4, 2, 2, 3]);

  it('keeps the distances between pooled states, and between whole ones', () => {
    const state = (image: number, step: number, pooled: boolean) => {
      const own = [...layer.values.subarray((image * 4 + step) * 12, (image * 4 + step + 1) * 12)];
      return pooled
        ? [0, 1, 2].map((c) => own.filter((_, index) => index % 3 === c).reduce((sum, v) => sum + v / 4, 0))
        : own;
    };
    const distance = (a: readonly number[], b: readonly number[]) =>
      Math.hypot(...a.map((value, axis) => value - b[axis]!));
    for (const pooled of [true, false]) {
      const components = pooled ? 3 : 12;
      const { paths, ratios } = stateTrajectories(layer, { components, pooled });
      expect(distance(paths[0]![1]!, paths[2]![3]!)).toBeCloseTo(
        distance(state(0, 1, pooled), state(2, 3, pooled)),
        10,
      );
      expect(ratios.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 10);
    }
  });

  it('is drawn with a panel for each class that was shown, and their mean', () => {
    const found = stateTrajectories(layer);
    const [plane, inTime] = trajectoryFigures(found, {
      ...{ layer: 'conv3', what: 'state', labels: [0, 2, 2], classes: ['a', 'b', 'c'] },
      movie: movieOf({ mode: 'own', timesteps: 4, imageOn: 1, imageOff: 3, blank: 0 }),
    });
    if (plane?.kind !== 'paths' || inTime?.kind !== 'lines') throw new Error('other figures');
    expect([plane.title, inTime.title]).toEqual([
      'Paths of the state of conv3',
      'The state of conv3 over time',
    ]);
    expect(plane.panels.map(({ label, paths }) => [label, paths.length])).toEqual([
      ['a', 2],
      ['c', 3],
    ]);
    const [one, two, mean] = plane.panels[1]!.paths.map(({ points }) => points[3]![0]);
    expect(mean).toBeCloseTo((one! + two!) / 2, 12);
    expect(inTime.lines.map(({ label, x }) => [label, x])).toEqual([
      ['a', [0, 10, 20, 30]],
      ['c', [0, 10, 20, 30]],
      ['image on', [10, 30]],
    ]);
  });

  it('has no more components than channels', () => {
    expect(() => stateTrajectories(layer, { components: 4 })).toThrow(
      'components must be an integer in 1 .. 3',
    );
  });
});
