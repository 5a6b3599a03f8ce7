import type { LinesFigure } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import type { PathIntegrationReport } from './evaluatePaths';
import { errorOverTimeFigure } from './figures';

const report: PathIntegrationReport = {
  samples: 80,
  decodingError: 0.06,
  noMotionError: 0.2,
  stayError: 0.2,
  decoderFloor: 0.04,
  loss: 6.2,
  lossFloor: 6.1,
  lossUniform: 6.24,
  errorOverTime: [0.03, 0.05, 0.07, 0.09],
  noMotionOverTime: [0.1, 0.2, 0.25, 0.25],
};

describe('the error along a path', () => {
  it('is drawn in cm over s, beside no motion and the floor', () => {
    const figure = errorOverTimeFigure('a', report, { dt: 0.5 }) as LinesFigure & { title: string };
    const [network, still] = figure.lines;
    expect(network!.x).toEqual([0.5, 1, 1.5, 2]);
    expect(network!.y.map((error) => Number(error.toFixed(9)))).toEqual([3, 5, 7, 9]);
    expect(still).toMatchObject({ label: 'no motion', y: [10, 20, 25, 25] });
    expect(figure.references).toEqual([{ label: 'decoder floor', y: 4 }]);
    expect([figure.lines.length, figure.title]).toEqual([2, 'Error along the path']);
  });

  it('marks where the paths of training end, from bottom to top, where the path goes on', () => {
    const figure = errorOverTimeFigure('a', report, { dt: 0.1, trained: 3 });
    expect((figure as LinesFigure).lines[2]).toEqual({
      label: 'end of training paths',
      x: [3 * 0.1, 3 * 0.1],
      y: [0, 25],
    });
    expect(figure.title).toBe('Error along paths longer than in training');
    expect(figure.caption).toMatch(/over 80 positions.* Paths of training end at 0\.3 s\.$/);
    const same = errorOverTimeFigure('a', report, { dt: 0.1, trained: 4 });
    expect((same as LinesFigure).lines).toHaveLength(2);
    expect(same.caption).toMatch(/true place code\.$/);
  });
});
