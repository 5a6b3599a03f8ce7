import { describe, expect, it } from 'vitest';
import { heldSession } from './heldSession';

describe('heldSession', () => {
  const session = {
    ...{ animal: 'a', session: '1', arena: 'box', synthetic: false },
    bounds: { minX: 0, maxX: 4, minY: 0, maxY: 4 },
    // Steps: 1 m in 1 s; outside; none; a gap; 2 m in 1 s; the last has no next.
    path: {
      t: Float64Array.of(0, 1, 2, 3, 8, 9),
      pos: Float64Array.of(1, 1, 5, 1, 1, 2, 1, 2, 1, 1, 3, 1),
    },
    heading: Float64Array.of(0, 1, 2, 3, -1, -2),
    cells: [
      { id: 'x', spikes: Float64Array.of(0, 0.5, 1.5, 8.5) },
      { id: 'y', spikes: Float64Array.of(2.5, 4, 8, 9) },
    ],
  };

  it('keeps the samples that count with their spikes, speed and heading', () => {
    const { path, activity, ids } = heldSession(session, { longestGap: 2, lowestSpeed: 0.5 });
    expect([...path.positions.values]).toEqual([1, 1, 1, 1]);
    expect([...path.speeds.values]).toEqual([4, 2]);
    expect([...path.headings!.values]).toEqual([0, -1]);
    expect(activity.shape).toEqual([2, 2]);
    expect([...activity.values]).toEqual([2, 0, 1, 1]);
    expect(ids).toEqual(['x', 'y']);
  });

  it('keeps slow samples where they are wanted, and goes without a heading', () => {
    const { heading: _, ...untracked } = session;
    const { path, activity } = heldSession(untracked, { longestGap: 2, lowestSpeed: 0 });
    expect([...path.speeds.values]).toEqual([4, 0, 2]);
    expect(path.headings).toBeUndefined();
    expect([...activity.values]).toEqual([2, 0, 0, 1, 1, 1]);
  });

  it('knows that a track begins again where it ends', () => {
    const path = { t: Float64Array.of(0, 1, 2), pos: Float64Array.of(3, 1, 0.5, 1, 1, 1) };
    const { heading: _, ...untracked } = session;
    const walked = { ...untracked, path, cells: [] };
    const speeds = (shape: 'track' | 'rectangle') => [
      ...heldSession({ ...walked, shape }, { longestGap: 2, lowestSpeed: 0 }).path.speeds.values,
    ];
    expect(speeds('track')).toEqual([1.5, 0.5]);
    expect(speeds('rectangle')).toEqual([2.5, 0.5]);
  });
});
