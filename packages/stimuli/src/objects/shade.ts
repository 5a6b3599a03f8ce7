import type { Mesh, Point } from './Mesh';
import type { Raster } from './rasterise';

/** Strengths of the lamp, of light from all around, and of what the ground returns. */
const [LAMP, SKY, GROUND] = [0.85, 0.32, 0.14];

/** Direction of the lamp: `azimuth` to the right, `elevation` up from the viewer's line of sight, degrees. */
export function lampDirection(azimuth: number, elevation: number): Point {
  const [turn, tilt] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  return [Math.cos(tilt) * Math.sin(turn), Math.sin(tilt), Math.cos(tilt) * Math.cos(turn)];
}

/**
 * Light that comes from a pixel: Lambert's law for one lamp and a sky, and Blinn's highlight, with normals
 * interpolated between corners (Phong). Adds red, green, blue of the square of what is shown to `sum` at `at`.
 */
export function addShade(
  sum: Float32Array,
  at: number,
  seen: { mesh: Mesh; raster: Raster; pixel: number; lamp: Point },
): void {
  const { mesh, raster, pixel, lamp } = seen;
  const triangle = 3 * raster.triangle[pixel]!;
  const [a, b, c] = [mesh.triangles[triangle]!, mesh.triangles[triangle + 1]!, mesh.triangles[triangle + 2]!];
  const [wb, wc] = [raster.weights[2 * pixel]!, raster.weights[2 * pixel + 1]!];
  const wa = 1 - wb - wc;
  const { normals } = raster;
  let nx = wa * normals[3 * a]! + wb * normals[3 * b]! + wc * normals[3 * c]!;
  let ny = wa * normals[3 * a + 1]! + wb * normals[3 * b + 1]! + wc * normals[3 * c + 1]!;
  let nz = wa * normals[3 * a + 2]! + wb * normals[3 * b + 2]! + wc * normals[3 * c + 2]!;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  const scale = (nz < 0 ? -1 : 1) / length; // the side that is seen
  nx *= scale;
  ny *= scale;
  nz *= scale;
  const facing = Math.max(0, nx * lamp[0] + ny * lamp[1] + nz * lamp[2]);
  const around = GROUND + (SKY - GROUND) * (0.5 + 0.5 * ny);
  const light = around + LAMP * facing;
  const gloss = wa * mesh.gloss[a]! + wb * mesh.gloss[b]! + wc * mesh.gloss[c]!;
  // Halfway between the lamp and the viewer, who is at +z.
  const [hx, hy, hz] = [lamp[0], lamp[1], lamp[2] + 1];
  const half = Math.max(0, (nx * hx + ny * hy + nz * hz) / (Math.sqrt(hx * hx + hy * hy + hz * hz) || 1));
  const highlight = 0.6 * gloss * half ** 40;
  for (let channel = 0; channel < 3; channel++) {
    const reflectance =
      wa * mesh.reflectances[3 * a + channel]! +
      wb * mesh.reflectances[3 * b + channel]! +
      wc * mesh.reflectances[3 * c + channel]!;
    sum[at + channel]! += reflectance * light + highlight;
  }
}
