import { describe, expect, it } from 'vitest';
import { ConfigError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { vector } from './_fixtures';
import { classifyCells } from './classifyCells';

const scores = {
  //         grid  both  border place  hd   none  NaN
  grid: vector(0.9, 0.5, 0.1, 0.0, 0.3, -0.2, NaN),
  border: vector(0.2, 0.7, 0.6, -0.5, NaN, 0.5, NaN),
  headDirection: vector(0.1, 0.8, 0.1, 0.1, 0.9, 0.2, 0.1),
  speed: vector(0.0, 0.0, 0.4, 0.0, 0.0, 0.0, NaN),
  place: vector(2.0, 2.0, 2.0, 2.0, 0.1, 0.2, 3.0),
};
const thresholds = { grid: 0.3, border: 0.5, headDirection: 0.5, speed: 0.3, place: 1 };

describe('classifyCells', () => {
  it('labels each cell with all that it passes; spatial cells are place cells unless grid or border cells', () => {
    const result = classifyCells(scores, thresholds);
    expect(result.labels).toEqual([
      ['grid'],
      ['grid', 'border', 'headDirection'],
      ['border', 'speed'],
      ['place'],
      ['headDirection'],
      [],
      ['place'],
    ]);
    expect(result.classes).toEqual({
      grid: { count: 2, fraction: 2 / 7 },
      border: { count: 2, fraction: 2 / 7 },
      headDirection: { count: 2, fraction: 2 / 7 },
      speed: { count: 1, fraction: 1 / 7 },
      place: { count: 2, fraction: 2 / 7 },
    });
    expect(result.conjunctive).toEqual({ count: 2, fraction: 2 / 7 });
    expect(result.none).toEqual({ count: 1, fraction: 1 / 7 });
    expect(result.heterogeneous).toEqual({ count: 4, fraction: 4 / 7 });
    expect(result.undefinedScores).toEqual({ grid: 1, border: 2, headDirection: 0, speed: 1, place: 0 });
    expect(result.n).toBe(7);
  });

  it('takes a threshold per cell, and passes no cell whose threshold is undefined', () => {
    const { labels } = classifyCells({ grid: vector(1, 1, 1, 1) }, { grid: vector(0.5, 1, 2, NaN) });
    expect(labels).toEqual([['grid'], [], [], []]);
  });

  it('does with the classes that were scored; heterogeneous needs grid and border scores', () => {
    const { classes, heterogeneous, none } = classifyCells({ border: scores.border }, { border: 0.5 });
    expect(Object.keys(classes)).toEqual(['border']);
    expect(heterogeneous).toEqual({ count: NaN, fraction: NaN });
    expect(none.count).toBe(5);
    const study = classifyCells({ grid: scores.grid, border: scores.border }, { grid: 0.3, border: 0.5 });
    expect(study.heterogeneous).toEqual(study.none);
    expect(classifyCells({ grid: scores.grid }, { grid: 0.3 }).heterogeneous.count).toBeNaN();
  });

  it('has fractions of NaN for no cells', () => {
    const { classes, n } = classifyCells({ grid: vector() }, { grid: 0.3 });
    expect([classes.grid, n]).toEqual([{ count: 0, fraction: NaN }, 0]);
  });

  it('says what does not fit', () => {
    expect(() => classifyCells({}, {})).toThrow(/scores must hold a class, got none/);
    expect(() => classifyCells({ grids: vector(1) } as object, {})).toThrow(
      /scores must be of grid, .* got "grids"/,
    );
    expect(() => classifyCells({ grid: vector(1) }, { edge: 1 } as object)).toThrow(
      /thresholds must be of .* got "edge"/,
    );
    expect(() => classifyCells({ grid: vector(1) }, {})).toThrow(/thresholds.grid must be given/);
    expect(() => classifyCells({ grid: vector(1), border: vector(1, 2) }, thresholds)).toThrow(
      /scores.border must be \[1\], as the scores of grid, got \[2\]/,
    );
    expect(() => classifyCells({ grid: vector(1) }, { grid: vector(1, 2) })).toThrow(
      /thresholds.grid must be \[1\]/,
    );
    expect(() => classifyCells({ grid: ndArray(Float64Array.of(1), [1, 1]) }, { grid: 1 })).toThrow(
      ShapeError,
    );
    expect(() => classifyCells({}, thresholds)).toThrow(ConfigError);
  });
});
