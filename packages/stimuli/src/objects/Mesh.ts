/** A point or a direction: x to the right, y up, z towards the viewer. */
export type Point = readonly [x: number, y: number, z: number];

/** Red, green, blue in [0, 1], as shown on a screen. */
export type Colour = readonly [red: number, green: number, blue: number];

/** One colour, or a colour at each point of the surface. */
export type Paint = Colour | ((at: Point) => Colour);

/** How a surface looks. `gloss` is the strength of highlights, in [0, 1]. */
export type Finish = { readonly paint: Paint; readonly gloss?: number };

/** A piece of surface. Triangles that share corners are shaded as one smooth surface. */
export type Part = Finish & { readonly points: readonly Point[]; readonly triangles: readonly number[] };

/** A painted surface of triangles, V corners. It is scaled into the unit sphere around the origin. */
export type Mesh = {
  /** [V, 3]. */
  readonly positions: Float32Array;
  /** [V, 3], of length 1; which of the two sides they point to is not defined. */
  readonly normals: Float32Array;
  /** [V, 3], reflectance: the square of the colour on a screen. */
  readonly reflectances: Float32Array;
  /** [V]. */
  readonly gloss: Float32Array;
  /** [triangles, 3], numbers of corners. */
  readonly triangles: Uint32Array;
};

/** Joins parts to one mesh whose bounding box is centred and whose farthest corner is at distance 1. */
export function joinParts(parts: readonly Part[]): Mesh {
  const corners = parts.reduce((sum, { points }) => sum + points.length, 0);
  const mesh = {
    positions: new Float32Array(3 * corners),
    normals: new Float32Array(3 * corners),
    reflectances: new Float32Array(3 * corners),
    gloss: new Float32Array(corners),
    triangles: Uint32Array.from(
      (function* () {
        let first = 0;
        for (const { points, triangles } of parts) {
          for (const corner of triangles) yield first + corner;
          first += points.length;
        }
      })(),
    ),
  };
  let corner = 0;
  for (const { points, paint, gloss } of parts) {
    for (const point of points) {
      mesh.positions.set(point, 3 * corner);
      const colour = typeof paint === 'function' ? paint(point) : paint;
      mesh.reflectances.set(
        colour.map((value) => value * value),
        3 * corner,
      );
      mesh.gloss[corner++] = gloss ?? 0.1;
    }
  }
  fitUnitSphere(mesh.positions);
  addNormals(mesh);
  return mesh;
}

function fitUnitSphere(positions: Float32Array): void {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  positions.forEach((value, index) => {
    low[index % 3] = Math.min(low[index % 3]!, value);
    high[index % 3] = Math.max(high[index % 3]!, value);
  });
  let farthest = 0;
  for (let at = 0; at < positions.length; at += 3) {
    for (let axis = 0; axis < 3; axis++) positions[at + axis]! -= (low[axis]! + high[axis]!) / 2;
    farthest = Math.max(farthest, Math.hypot(positions[at]!, positions[at + 1]!, positions[at + 2]!));
  }
  for (let at = 0; at < positions.length; at++) positions[at]! /= farthest;
}

/** A corner's normal is the mean of those of its triangles, weighted by their areas. */
function addNormals({ positions, normals, triangles }: Mesh): void {
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [3 * triangles[at]!, 3 * triangles[at + 1]!, 3 * triangles[at + 2]!];
    const edge = (from: number, to: number, axis: number) => positions[to + axis]! - positions[from + axis]!;
    const [ux, uy, uz] = [edge(a, b, 0), edge(a, b, 1), edge(a, b, 2)];
    const [vx, vy, vz] = [edge(a, c, 0), edge(a, c, 1), edge(a, c, 2)];
    const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (const corner of [a, b, c])
      for (let axis = 0; axis < 3; axis++) normals[corner + axis]! += normal[axis]!;
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!) || 1;
    for (let axis = 0; axis < 3; axis++) normals[at + axis]! /= length;
  }
}
