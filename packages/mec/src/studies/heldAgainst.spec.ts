import { describe, expect, it } from 'vitest';
import { arenaOf } from './heldAgainst';

describe('arenaOf', () => {
  const box = { minX: 1, maxX: 1.3, minY: -2, maxY: -1.7 };

  it('has the shape and size of the recordings, wherever they lay', () => {
    expect(arenaOf(box)).toEqual({ kind: 'rectangle', width: 0.3, height: 0.3, innerWalls: [] });
    expect(arenaOf(box, 'circle')).toEqual({ kind: 'circle', radius: 0.15, innerWalls: [] });
    expect(arenaOf({ ...box, maxY: -2 }, 'track')).toEqual({ kind: 'track', length: 0.3 });
  });

  it('refuses a circle in a box that is not square', () => {
    expect(() => arenaOf({ ...box, maxY: 0 }, 'circle')).toThrow(
      'box of a circle must be square, got 0.3 m x 2 m',
    );
  });
});
