import { describe, expect, it } from 'vitest';
import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { hexagonal, mapOf } from './_fixtureMaps';
import { gridGeometry } from './gridGeometry';
import { spatialAutocorrelogram } from './spatialAutocorrelogram';

const DEGREE = Math.PI / 180;
/** From [x, y], as the specification has maps, to [y, x]. */
const turned = ({ values, shape }: NdArray): NdArray => {
  const [rows, columns] = shape as [number, number];
  const at = (bin: number) => values[(bin % rows) * columns + Math.floor(bin / rows)]!;
  return ndArray(
    Float64Array.from({ length: values.length }, (_, bin) => at(bin)),
    [columns, rows],
  );
};
const geometryOf = (map: NdArray, binWidth = 1) =>
  gridGeometry(spatialAutocorrelogram(turned(map)), { binWidth });

/** An autocorrelogram with peaks at these places from the centre, and at their opposites. */
function peaksAt(places: readonly (readonly [number, number, number?])[], side = 21): NdArray {
  const values = new Float64Array(side * side);
  const centre = (side - 1) / 2;
  values[centre * side + centre] = 1;
  for (const [x, y, height = 0.5] of places) {
    values[(centre + y) * side + centre + x] = height;
    values[(centre - y) * side + centre - x] = height;
  }
  return ndArray(values, [side, side]);
}

describe('gridGeometry', () => {
  it('gives the printed peaks and spacing', () => {
    const { spacing, peaks, orientation, meanOrientation } = geometryOf(hexagonal(40, 7), 0.05);
    expect(Math.abs(spacing - 0.39051248)).toBeLessThan(1e-8);
    const polar = Array.from({ length: 6 }, (_, peak) => {
      const [x, y] = [peaks.values[2 * peak]! / 0.05, peaks.values[2 * peak + 1]! / 0.05];
      return [Math.hypot(x, y), Math.atan2(y, x) / DEGREE];
    });
    const printed = [
      [7.61577, 66.8014],
      [7.61577, -113.199],
      [7.81025, 129.806],
      [7.81025, -50.1944],
      [8.06226, 7.12502],
      [8.06226, -172.875],
    ];
    printed.forEach(([distance, angle], peak) => {
      expect(Math.abs(polar[peak]![0]! - distance!)).toBeLessThan(1e-5);
      expect(Math.abs(polar[peak]![1]! - angle!)).toBeLessThan(1e-3);
    });
    expect(Math.abs(orientation / DEGREE - 6.801409)).toBeLessThan(1e-6);
    expect(Math.abs(meanOrientation / DEGREE - 7.9076)).toBeLessThan(1e-4); // 6.80, 7.13, 9.81
  });

  it('finds spacing and orientation of ideal grids within a bin', () => {
    for (const [spacing, angle] of [
      [40, 7],
      [30, 20],
      [50, 41],
      [36, 55],
    ] as const) {
      const geometry = geometryOf(hexagonal(spacing, angle, 40), 0.05);
      expect(Math.abs(geometry.spacing - spacing / 100)).toBeLessThan(0.02);
      const off = Math.abs(geometry.meanOrientation / DEGREE - angle);
      expect(Math.min(off, 60 - off)).toBeLessThan(5);
      expect(geometry.ellipticity).toBeLessThan(1.2);
    }
  });

  it('takes the median distance of the nearest six, whatever else there is', () => {
    const { spacing, peaks, orientation } = gridGeometry(
      peaksAt([
        [4, 0],
        [0, 5],
        [0, 9],
        [-6, 1],
        [8, 8],
      ]),
      { binWidth: 2 },
    );
    expect(spacing).toBe(10);
    expect([...peaks.values]).toEqual([8, 0, -8, 0, 0, 10, 0, -10, -12, 2, 12, -2]);
    expect(orientation).toBe(0);
  });

  it('is stable about 0 degrees where the smallest angle is not', () => {
    const angle = Math.atan2(-1, 10);
    const { orientation, meanOrientation } = gridGeometry(
      peaksAt(
        [
          [10, -1],
          [4, 8],
          [-6, 8],
        ],
        25,
      ),
    );
    expect(orientation).toBeGreaterThan(0);
    expect(meanOrientation).toBeGreaterThan(0);
    const expected = [angle, Math.atan2(8, 4), Math.atan2(8, -6)].map((a) => (a + Math.PI) % (Math.PI / 3));
    expect(Math.abs(orientation - Math.min(...expected))).toBeLessThan(1e-12);
  });

  it('fits the ellipse through the peaks', () => {
    // x^2 / 64 + y^2 / 16 = 1 holds at (8, 0), (0, 4); a third point of it is not on whole bins, so a rotated one:
    // x^2 + y^2 = 25 is a circle.
    const circle = gridGeometry(
      peaksAt([
        [5, 0],
        [3, 4],
        [-3, 4],
      ]),
    );
    expect(circle.ellipticity).toBeCloseTo(1, 12);
    // 4 x^2 + 25 y^2 = 100 at (5, 0), (4, 1.2), (-4, 1.2), ten times as large.
    const wide = gridGeometry(
      peaksAt(
        [
          [25, 0],
          [20, 6],
          [-20, 6],
        ],
        61,
      ),
    );
    expect(wide.ellipticity).toBeCloseTo(2.5, 12);
    expect(Math.min(wide.ellipseDirection, Math.PI - wide.ellipseDirection)).toBeLessThan(1e-12);
    const tall = gridGeometry(
      peaksAt(
        [
          [0, 25],
          [6, 20],
          [-6, 20],
        ],
        61,
      ),
    );
    expect(tall.ellipticity).toBeCloseTo(2.5, 12);
    expect(tall.ellipseDirection).toBeCloseTo(Math.PI / 2, 12);
    // Long axis along (1, 1): x^2 - x y + y^2 = 49 at (7, 7), (7, 0), (0, 7).
    const slanted = gridGeometry(
      peaksAt(
        [
          [7, 7],
          [7, 0],
          [0, 7],
        ],
        25,
      ),
    );
    expect(slanted.ellipticity).toBeCloseTo(Math.sqrt(3), 12);
    expect(slanted.ellipseDirection).toBeCloseTo(Math.PI / 4, 12);
  });

  it('has no ellipse where peaks lie on a hyperbola or a line', () => {
    const hyperbola = gridGeometry(
      peaksAt([
        [5, 0],
        [8, 5],
        [-8, 5],
      ]),
    );
    expect(hyperbola.ellipticity).toBeNaN();
    expect(hyperbola.ellipseDirection).toBeNaN();
    expect(hyperbola.spacing).toBeGreaterThan(0);
    expect(
      gridGeometry(
        peaksAt(
          [
            [3, 0],
            [6, 0],
            [9, 0],
          ],
          25,
        ),
      ).ellipticity,
    ).toBeNaN();
  });

  it('counts only strict peaks above the threshold, inside the border, never the centre', () => {
    const plateau = peaksAt([
      [5, 0],
      [6, 0],
      [0, 5],
      [5, 5],
    ]);
    expect(gridGeometry(plateau).peaks.shape).toEqual([4, 2]);
    const low = peaksAt([
      [5, 0],
      [0, 5],
      [5, 5, 0.1],
      [-5, 5, 0.11],
    ]);
    expect(gridGeometry(low).peaks.shape).toEqual([6, 2]);
    expect(gridGeometry(low, { threshold: 0.2 }).peaks.shape).toEqual([4, 2]);
    for (const [x, y] of [
      [10, 3],
      [-10, 3],
      [3, 10],
    ] as const) {
      expect(gridGeometry(peaksAt([[x, y]])).peaks.shape).toEqual([0, 2]);
    }
    expect(
      gridGeometry(
        peaksAt([
          [9, 9],
          [-9, 9],
          [9, 0],
        ]),
      ).peaks.shape,
    ).toEqual([6, 2]);
    expect(
      gridGeometry(
        peaksAt([
          [-1, 3],
          [2, 0],
          [3, 3],
        ]),
      ).peaks.shape,
    ).toEqual([6, 2]);
  });

  it('has no numbers for fewer than six peaks', () => {
    const { peaks, ...numbers } = geometryOf(
      mapOf(20, (x, y) => Math.exp(-((x - 50) ** 2 + (y - 50) ** 2) / 200)),
    );
    expect(Object.values(numbers)).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect(peaks.shape[0]).toBeLessThan(6);
  });

  it('says what it needs', () => {
    expect(() => gridGeometry(ndArray(new Float64Array(12), [3, 4]))).toThrow(ShapeError);
    expect(() => gridGeometry(ndArray(new Float64Array(3), [3]))).toThrow(
      /must be \[y, x\], both odd, got \[3\]/,
    );
    expect(() => gridGeometry(peaksAt([]), { binWidth: 0 })).toThrow(
      /binWidth must be finite and positive, got 0/,
    );
    expect(() => gridGeometry(peaksAt([]), { binWidth: Infinity })).toThrow(ConfigError);
  });
});
