import type { RandomStream } from '@goal-driven/core/arrays';
import type { Box } from './crop';

const ATTEMPTS = 10;

/**
 * A box of random area and shape within an image: ten attempts at a share of the area (uniform) and a ratio of
 * width to height (uniform in its logarithm), the first that fits, anywhere; else the largest central box whose
 * ratio is allowed.
 *
 * @param size [height, width]
 * @source torchvision, `RandomResizedCrop.get_params`
 */
export function randomResizedCropBox(
  [rows, columns]: readonly [number, number],
  { scale, ratio }: { readonly scale: readonly [number, number]; readonly ratio: readonly [number, number] },
  draw: RandomStream,
): Box {
  const uniform = (low: number, high: number) => low + (high - low) * draw.uniform();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = rows * columns * uniform(scale[0], scale[1]);
    const shape = Math.exp(uniform(Math.log(ratio[0]), Math.log(ratio[1])));
    const width = Math.round(Math.sqrt(area * shape));
    const height = Math.round(Math.sqrt(area / shape));
    if (width < 1 || height < 1 || width > columns || height > rows) continue;
    return { top: draw.integer(rows - height + 1), left: draw.integer(columns - width + 1), height, width };
  }
  return centralBox([rows, columns], ratio);
}

function centralBox([rows, columns]: readonly [number, number], ratio: readonly [number, number]): Box {
  const allowed = Math.min(ratio[1], Math.max(ratio[0], columns / rows));
  const height = columns / rows < ratio[0] ? Math.max(1, Math.round(columns / allowed)) : rows;
  const width = columns / rows > ratio[1] ? Math.max(1, Math.round(rows * allowed)) : columns;
  return { top: Math.trunc((rows - height) / 2), left: Math.trunc((columns - width) / 2), height, width };
}
