/**
 * Makes `../docs/mazes.png`: eight mazes from above, as the walls look at their feet, with targets (blue) and a walk (red);
 * below, what the animal sees along the walk. Build the package first, then `node scripts/mazeSheet.mjs`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { mazeFrames, MazeImages } from '../dist/index.js';

const [pixels, gap, columns, rows] = [64, 2, 16, 4];
const config = MazeImages.parse({
  kind: 'maze',
  images: columns * rows * 8,
  steps: 64,
  mazes: 8,
  view: { pixels, antialias: 2 },
});
const { frame, image } = mazeFrames(config);
const [blockPixels, plan] = [12, 12 * config.world.size];
const sheet = new PNG({
  width: columns * (pixels + gap) - gap,
  height: 8 * (pixels + gap) + plan - gap,
});
sheet.data.fill(255);
const dot = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number[]} */ colour) =>
  sheet.data.set(colour, 4 * (Math.round(y) * sheet.width + Math.round(x)));
for (let walk = 0; walk < 8; walk++) {
  const { maze } = frame(walk * config.steps);
  const { size, block } = maze.world;
  const left = walk * plan;
  const top = (/** @type {number} */ y) => plan - 1 - (y / block) * blockPixels;
  for (let y = 0; y < plan; y++)
    for (let x = 0; x < plan; x++) {
      const wall = maze.blocks[Math.floor(y / blockPixels) * size + Math.floor(x / blockPixels)] ?? 0;
      const { texture } = wall === 0 ? maze.floor : (maze.walls[wall - 1] ?? maze.floor);
      const texel =
        3 *
        (Math.floor(((y % blockPixels) / blockPixels) * 64) * 64 +
          Math.floor(((x % blockPixels) / blockPixels) * 64));
      const shade = wall === 0 ? 0.35 : 1;
      dot(
        left + x,
        plan - 1 - y,
        [...texture.subarray(texel, texel + 3)].map((value) => value * shade),
      );
    }
  for (const [x, y] of maze.targets)
    for (let dx = -2; dx <= 2; dx++)
      for (let dy = -2; dy <= 2; dy++) dot(left + (x / block) * blockPixels + dx, top(y) + dy, [40, 90, 255]);
  for (let step = 0; step < config.steps; step++) {
    const { pose } = frame(walk * config.steps + step);
    dot(left + (pose.x / block) * blockPixels, top(pose.y), [255, 30, 30]);
  }
}
for (let walk = 0; walk < 8; walk++)
  for (let column = 0; column < columns; column++) {
    const { values } = image(walk * config.steps + column * 4);
    const [left, top] = [column * (pixels + gap), plan + gap + walk * (pixels + gap)];
    for (let pixel = 0; pixel < pixels * pixels; pixel++)
      if (top + Math.floor(pixel / pixels) < sheet.height)
        dot(left + (pixel % pixels), top + Math.floor(pixel / pixels), [
          ...values.subarray(3 * pixel, 3 * pixel + 3),
        ]);
  }
mkdirSync(new URL('../docs', import.meta.url), { recursive: true });
writeFileSync(new URL('../docs/mazes.png', import.meta.url), PNG.sync.write(sheet, { colorType: 2 }));
