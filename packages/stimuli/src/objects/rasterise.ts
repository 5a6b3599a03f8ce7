import type { Mesh, Point } from './Mesh';
import type { Rotation } from './rotation';

/** What is seen of a mesh from in front of it. */
export type Raster = {
  /** [size, size], number of the nearest triangle, -1 where there is none. */
  readonly triangle: Int32Array;
  /** [size, size, 2], weights of that triangle's second and third corner. */
  readonly weights: Float32Array;
  /** [size, size], distance of the mesh's centre over the distance of what is seen; 0 where there is nothing. */
  readonly depth: Float32Array;
  /** [V, 3], normals turned as the mesh is. */
  readonly normals: Float32Array;
};

export type Placement = {
  readonly rotation: Rotation;
  /** Where the centre of the mesh appears, pixels from the upper left corner. */
  readonly centre: readonly [x: number, y: number];
  /** How large the unit sphere appears at the distance of its centre, pixels. */
  readonly radius: number;
  /** Pixels of a side. */
  readonly size: number;
};

/** The viewer's distance from the centre, in radii of the object. */
export const VIEWING_DISTANCE = 6;

/**
 * Projects a mesh in perspective and keeps the nearest triangle of each pixel (a depth buffer of 1 / distance).
 * Triangles are seen from both sides. The projection is centred on the object, so that its position changes
 * nothing but where it is.
 */
export function rasterise(mesh: Mesh, { rotation, centre, radius, size }: Placement): Raster {
  const projected = project(mesh.positions, rotation, ([x, y, z]) => {
    const near = VIEWING_DISTANCE / (VIEWING_DISTANCE - z);
    return [centre[0] + radius * near * x, centre[1] - radius * near * y, near];
  });
  const raster = {
    triangle: new Int32Array(size * size).fill(-1),
    weights: new Float32Array(2 * size * size),
    depth: new Float32Array(size * size),
    normals: project(mesh.normals, rotation, (normal) => normal),
  };
  for (let at = 0; at < mesh.triangles.length; at += 3)
    fill(at / 3, [3 * mesh.triangles[at]!, 3 * mesh.triangles[at + 1]!, 3 * mesh.triangles[at + 2]!], {
      projected,
      raster,
      size,
    });
  return raster;
}

function project(points: Float32Array, rotation: Rotation, place: (at: Point) => Point): Float32Array {
  const placed = new Float32Array(points.length);
  const [a, b, c, d, e, f, g, h, i] = rotation as number[] & { length: 9 };
  for (let at = 0; at < points.length; at += 3) {
    const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
    const turned: Point = [a! * x + b! * y + c! * z, d! * x + e! * y + f! * z, g! * x + h! * y + i! * z];
    placed.set(place(turned), at);
  }
  return placed;
}

type Canvas = { projected: Float32Array; raster: Raster; size: number };

/** Claims the pixels whose centres lie in the triangle and nearer than what is there. */
function fill(
  number: number,
  [a, b, c]: readonly [number, number, number],
  { projected, raster, size }: Canvas,
): void {
  const [ax, ay, az] = [projected[a]!, projected[a + 1]!, projected[a + 2]!];
  const [bx, by, bz] = [projected[b]!, projected[b + 1]!, projected[b + 2]!];
  const [cx, cy, cz] = [projected[c]!, projected[c + 1]!, projected[c + 2]!];
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (area === 0) return;
  const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
  const right = Math.min(size - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
  const bottom = Math.min(size - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
  for (let row = top; row <= bottom; row++) {
    const y = row + 0.5 - ay;
    for (let column = left; column <= right; column++) {
      const x = column + 0.5 - ax;
      const second = (x * (cy - ay) - y * (cx - ax)) / area;
      const third = (y * (bx - ax) - x * (by - ay)) / area;
      if (second < 0 || third < 0 || second + third > 1) continue;
      const near = az + second * (bz - az) + third * (cz - az);
      const pixel = row * size + column;
      if (near <= raster.depth[pixel]!) continue;
      raster.depth[pixel] = near;
      raster.triangle[pixel] = number;
      raster.weights[2 * pixel] = second;
      raster.weights[2 * pixel + 1] = third;
    }
  }
}
