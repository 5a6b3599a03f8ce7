import { createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { categories, categoryNames } from './categories';
import { joinParts, type Mesh, type Point } from './Mesh';
import { objectMesh } from './objectMesh';
import { compose, rotationOf } from './rotation';
import { box, ellipsoid, loft, tube } from './solids';

const red = { paint: [1, 0.5, 0] as const };
const corners = (mesh: Mesh) =>
  Array.from({ length: mesh.positions.length / 3 }, (_, at) => [
    ...mesh.positions.subarray(3 * at, 3 * at + 3),
  ]);
const reach = (points: readonly (readonly number[])[], axis: number) => [
  Math.min(...points.map((point) => point[axis]!)),
  Math.max(...points.map((point) => point[axis]!)),
];

describe('a mesh', () => {
  it('of a box is centred, reaches distance 1, and has the normals of its faces', () => {
    const mesh = joinParts([box([5, 5, 5], [1, 2, 2], red)]);
    // Half-edges 1, 2, 2: the corners are at distance 3.
    expect(reach(corners(mesh), 0)).toEqual([Math.fround(-1 / 3), Math.fround(1 / 3)]);
    expect(reach(corners(mesh), 1)).toEqual([Math.fround(-2 / 3), Math.fround(2 / 3)]);
    expect(mesh.triangles).toHaveLength(36);
    for (let at = 0; at < mesh.normals.length; at += 3) {
      const normal = [...mesh.normals.subarray(at, at + 3)].map(Math.abs).sort();
      expect(normal).toEqual([0, 0, 1]);
    }
    expect([...mesh.reflectances.subarray(0, 3)]).toEqual([1, 0.25, 0]);
  });

  it('of a ball has normals along its radii', () => {
    const mesh = joinParts([ellipsoid([1, 2, 3], [0.5, 0.5, 0.5], red, 3)]);
    for (let at = 0; at < mesh.normals.length; at += 3) {
      const along = [0, 1, 2].reduce(
        (sum, axis) => sum + mesh.normals[at + axis]! * mesh.positions[at + axis]!,
        0,
      );
      expect(Math.abs(along)).toBeGreaterThan(0.99);
    }
  });

  it('is painted where it is', () => {
    const paint = ([x]: Point): Point => (x > 0 ? [1, 1, 1] : [0, 0, 0]);
    const mesh = joinParts([ellipsoid([0, 0, 0], [1, 1, 1], { paint })]);
    corners(mesh).forEach(([x], corner) => {
      if (Math.abs(x!) > 1e-6) expect(mesh.reflectances[3 * corner]).toBe(x! > 0 ? 1 : 0);
    });
  });
});

describe('solids', () => {
  it('a tube has its radius around its path and round ends', () => {
    const { points } = tube([[0, 0, 0], [2, 0, 0]], [0.5, 0.5], red, 12); // prettier-ignore
    expect(reach(points, 0)[0]).toBeCloseTo(-0.5, 9);
    expect(reach(points, 0)[1]).toBeCloseTo(2.5, 9);
    for (const [x, y, z] of points) if (x >= 0 && x <= 2) expect(Math.hypot(y, z)).toBeCloseTo(0.5, 9);
  });

  it('a hull passes through its cross-sections', () => {
    const sections = [
      { x: 0, y: 0, width: 1, height: 2 },
      { x: 1, y: 0.5, width: 2, height: 1 },
      { x: 3, y: 0, width: 1, height: 1 },
    ];
    const { points } = loft(sections, red, { columns: 24, steps: 4 });
    const at = (x: number) => points.filter((point) => Math.abs(point[0] - x) < 1e-6);
    expect(reach(at(1), 2)[1]).toBeCloseTo(2, 5);
    expect(reach(at(1), 1)[0]).toBeCloseTo(-0.5, 5);
    expect(reach(at(1), 1)[1]).toBeCloseTo(1.5, 5);
    expect(reach(at(0), 1)[1]).toBeCloseTo(2, 5);
  });
});

describe('rotations', () => {
  const turned = (matrix: readonly number[], [x, y, z]: Point) =>
    [0, 3, 6].map((row) => Math.round(matrix[row]! * x + matrix[row + 1]! * y + matrix[row + 2]! * z) + 0);

  it('turn about the vertical, then towards the viewer, then in the plane', () => {
    const still = { yaw: 0, pitch: 0, roll: 0 };
    expect(turned(rotationOf({ ...still, yaw: 90 }), [0, 0, 1])).toEqual([1, 0, 0]); // the front goes right
    expect(turned(rotationOf({ ...still, pitch: 90 }), [0, 1, 0])).toEqual([0, 0, 1]); // the top comes near
    expect(turned(rotationOf({ ...still, roll: 90 }), [1, 0, 0])).toEqual([0, 1, 0]); // counter-clockwise
    // (1, 0, 0) goes to the back, then up, then left.
    expect(turned(rotationOf({ yaw: 90, pitch: 90, roll: 90 }), [1, 0, 0])).toEqual([-1, 0, 0]);
  });

  it('are orthogonal, and so are their products', () => {
    const draw = createRng(1).stream();
    for (let number = 0; number < 20; number++) {
      const turn = () =>
        rotationOf({ yaw: 360 * draw.uniform(), pitch: 360 * draw.uniform(), roll: 360 * draw.uniform() });
      const matrix = compose(turn(), turn());
      const transposed = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => matrix[at]!);
      compose(matrix, transposed).forEach((value, at) => expect(value).toBeCloseTo(at % 4 === 0 ? 1 : 0, 12));
    }
  });
});

describe.each(categoryNames)('%s', (name) => {
  it('are whole meshes in the unit sphere, each of its own shape', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 17; index++) {
      const mesh = objectMesh(name, index, 5);
      const count = mesh.gloss.length;
      expect(Math.max(...mesh.triangles)).toBeLessThan(count);
      expect([...mesh.positions, ...mesh.normals, ...mesh.reflectances].every(Number.isFinite)).toBe(true);
      const distances = corners(mesh).map((corner) => Math.hypot(...corner));
      expect(Math.max(...distances)).toBeCloseTo(1, 5);
      expect(Math.max(...mesh.reflectances)).toBeLessThan(1.7);
      expect(Math.min(...mesh.reflectances)).toBeGreaterThanOrEqual(0);
      seen.add(String(mesh.positions.subarray(0, 300)));
    }
    expect(seen.size).toBe(17);
  });

  it('are the same for the same draws and others for others', () => {
    const build = (seed: number) => {
      const draw = createRng(seed).stream();
      return categories[name].build(3, (low, high) => low + (high - low) * draw.uniform());
    };
    expect(build(1)).toEqual(build(1));
    expect(build(1).positions).not.toEqual(build(2).positions);
  });
});
