import { float32Of, ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { augment, normalise, toFloats } from './augmentation/augment';
import type { Augmentation } from './augmentation/Augmentation';
import { crop, flip } from './augmentation/crop';
import { augmentBytes } from './bytes/augmentBytes';
import { nearest } from './bytes/nearest';
import { resample } from './bytes/resample';
import { depthAt } from './depthAt';
import { imageAt } from './imageAt';
import type { ByteImage, FloatImage } from './Image';
import type { PixelSource } from './ImageSource';
import type { Looks } from './Looks';

/** What a network sees of one image, by name; `images` is among them. */
export type Looked = { readonly [name: string]: NdArray<Float32Array> };

/**
 * Image `index` of a source as a batch has it.
 *
 * - steps alone: `images` [height, width, 3]
 * - `views`: each by its name; `images` draws from `rng`, a view `v` from `rng.child(v)`
 * - `cells`: `images` [grid * grid, size, size, 3], cells in raster order
 * - `depth`: `images` [size, size, 3], resized as Pillow does, and `depth` [size, size], nearest pixels over 255,
 *   less its mean over `max(sd, 1 / size)`, sd being unbiased; where there is a `centre`, both of the middle of the image
 *
 * @throws ShapeError where an image is too small for its crop or its cells
 */
export function lookAt(pixels: PixelSource, index: number, looks: Augmentation | Looks, rng: Rng): Looked {
  const image = imageAt(pixels, index);
  if (!('kind' in looks)) return { images: augment(image, looks, rng) };
  switch (looks.kind) {
    case 'views':
      return Object.fromEntries(
        Object.entries(looks.views).map(([name, steps]) => [
          name,
          augment(image, steps, name === 'images' ? rng : rng.child(name)),
        ]),
      );
    case 'cells':
      return { images: cellsOf(augment(image, looks.steps, rng), looks, rng.child('cells')) };
    case 'depth':
      return withDepth({ pixels, index }, looks, rng);
  }
}

function cellsOf(
  image: FloatImage,
  { grid, cell, size }: { grid: number; cell: number; size: number },
  rng: Rng,
) {
  const [rows, columns] = image.shape as [number, number, number];
  if (Math.min(rows, columns) < grid * cell)
    throw new ShapeError(`lookAt: ${grid} cells of ${cell} px must fit into the image, got [${image.shape}]`);
  const draw = rng.stream();
  const values = new Float32Array(grid * grid * size * size * 3);
  for (let number = 0; number < grid * grid; number++) {
    const top = Math.floor(number / grid) * cell + draw.integer(cell - size + 1);
    const left = (number % grid) * cell + draw.integer(cell - size + 1);
    values.set(crop(image, { top, left, height: size, width: size }).values, number * size * size * 3);
  }
  return ndArray(values, [grid * grid, size, size, 3]);
}

function withDepth(
  { pixels, index }: { pixels: PixelSource; index: number },
  { size, crop: side, centre, flip: mayFlip, ...colours }: Extract<Looks, { kind: 'depth' }>,
  rng: Rng,
): Looked {
  const whole = { image: imageAt(pixels, index), depth: depthAt(pixels, index) };
  const { image, depth } = centre === undefined ? whole : middleOf(whole, centre, rng);
  const [rows, columns] = image.shape as [number, number, number];
  const draw = rng.stream();
  if (side !== undefined && side >= Math.min(rows, columns))
    throw new ShapeError(`lookAt: an image must be larger than its crop of ${side} px, got [${image.shape}]`);
  const box =
    side === undefined
      ? { top: 0, left: 0, height: rows, width: columns }
      : { top: draw.integer(rows - side), left: draw.integer(columns - side), height: side, width: side };
  const mirrored = mayFlip && draw.uniform() < 0.5;
  // Depth in all three channels is cut and mirrored as the image is.
  const together = (seen: ByteImage) => (mirrored ? flip(crop(seen, box)) : crop(seen, box));
  const plane = planeOf(together(inColours(depth)));
  return {
    images: normalise(toFloats(resample(together(image), [size, size])), colours),
    depth: standardised(nearest(plane, [size, size])),
  };
}

type WithDepth = { readonly image: ByteImage; readonly depth: NdArray<Uint8Array> };

function middleOf(
  { image, depth }: WithDepth,
  { shorter, size }: { shorter: number; size: number },
  rng: Rng,
): WithDepth {
  const cut = (whole: ByteImage) => augmentBytes(whole, [{ kind: 'centreCrop', size }], rng); // without chance
  const resized = augmentBytes(
    image,
    [{ kind: 'resizeShorter', size: shorter, resampling: 'bilinear' }],
    rng,
  );
  const [height, width] = resized.shape as [number, number, number];
  return { image: cut(resized), depth: planeOf(cut(inColours(nearest(depth, [height, width])))) };
}

/** A map in all three channels, to be cut as images are. */
const inColours = ({ values, shape }: NdArray<Uint8Array>): ByteImage =>
  ndArray(
    Uint8Array.from({ length: 3 * values.length }, (_, at) => values[Math.floor(at / 3)]!),
    [...shape, 3],
  );

const planeOf = ({ values, shape }: ByteImage): NdArray<Uint8Array> =>
  ndArray(
    values.filter((_, at) => at % 3 === 0),
    shape.slice(0, 2),
  );

function standardised({ values, shape }: NdArray<Uint8Array>): NdArray<Float32Array> {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value / 255, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value / 255 - mean) ** 2, 0) / Math.max(1, count - 1);
  const spread = Math.max(Math.sqrt(variance), 1 / Math.sqrt(count));
  return ndArray(
    float32Of(values, (value) => (value / 255 - mean) / spread),
    shape,
  );
}
