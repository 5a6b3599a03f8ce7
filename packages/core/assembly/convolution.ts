import { BLOCK_SIZE, KC, gemm, multiplyBlock, packB, packedSize } from './gemm';
import { MR } from './tile';

/**
 * Two-dimensional convolution of NHWC images and its two gradients, as products with the matrix of
 * patches (im2col), of which only a block of rows exists at a time. One output pixel is one row.
 */

let batch: i32, height: i32, width: i32, channels: i32;
let kernelHeight: i32, kernelWidth: i32, outHeight: i32, outWidth: i32, outChannels: i32;
let strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32;

/** The shape of the convolution that the next call computes. */
export function setConvolution(
  batch_: i32, height_: i32, width_: i32, channels_: i32, kernelHeight_: i32, kernelWidth_: i32,
  outHeight_: i32, outWidth_: i32, outChannels_: i32, strideY_: i32, strideX_: i32,
  dilationY_: i32, dilationX_: i32, top_: i32, left_: i32,
): void {
  batch = batch_;
  height = height_;
  width = width_;
  channels = channels_;
  kernelHeight = kernelHeight_;
  kernelWidth = kernelWidth_;
  outHeight = outHeight_;
  outWidth = outWidth_;
  outChannels = outChannels_;
  strideY = strideY_;
  strideX = strideX_;
  dilationY = dilationY_;
  dilationX = dilationX_;
  top = top_;
  left = left_;
}

/** Floats of a patch. */
@inline
function patchSize(): i32 {
  return kernelHeight * kernelWidth * channels;
}

/** Output pixels per block: at most KC, and a block of patches of about half a megabyte. */
@inline
function blockRows(): i32 {
  const fit = (131072 / max(patchSize(), 1) / MR) * MR;
  return min(max(fit, 4 * MR), KC);
}

/** A 1x1 convolution of whole pixels: the image already is its matrix of patches. */
@inline
function isPointwise(): bool {
  return kernelHeight * kernelWidth == 1 && strideY == 1 && strideX == 1 && outHeight == height && outWidth == width
    && top == 0 && left == 0;
}

@inline
function copy(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i <= count - 4; i += 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

@inline
function add(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i <= count - 4; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
  }
}

/**
 * Copies patches of the image to rows of a matrix (`gather`), or adds rows onto the image.
 *
 * @param first index of the first output pixel
 */
@inline
function movePatches(image: usize, matrix: usize, first: i32, count: i32, gather: bool): void {
  let column = first % outWidth;
  let row = (first / outWidth) % outHeight;
  let example = first / (outWidth * outHeight);
  const run = dilationX == 1 ? kernelWidth : 1;
  for (let pixel = 0; pixel < count; pixel++) {
    for (let ky = 0; ky < kernelHeight; ky++) {
      const y = row * strideY - top + ky * dilationY;
      const inside = y >= 0 && y < height;
      for (let kx = 0; kx < kernelWidth; kx += run) {
        const x = column * strideX - left + kx * dilationX;
        const from = inside ? min(max(-x, 0), run) : run;
        const to = inside ? max(min(width - x, run), from) : run;
        const start = image + (<usize>(((example * height + y) * width + x + from) * channels) << 2);
        const target = matrix + (<usize>(from * channels) << 2);
        if (gather) {
          if (from > 0) memory.fill(matrix, 0, <usize>(from * channels) << 2);
          copy(target, start, (to - from) * channels);
          if (to < run) memory.fill(matrix + (<usize>(to * channels) << 2), 0, <usize>((run - to) * channels) << 2);
        } else {
          add(start, target, (to - from) * channels);
        }
        matrix += <usize>(run * channels) << 2;
      }
    }
    if (++column == outWidth) {
      column = 0;
      if (++row == outHeight) {
        row = 0;
        example++;
      }
    }
  }
}

/** Floats of scratch that any of the three functions needs for the convolution that is set. */
export function convolutionScratch(): i32 {
  const weights = max(packedSize(patchSize(), outChannels), packedSize(outChannels, patchSize()));
  return BLOCK_SIZE + weights + blockRows() * patchSize() + packedSize(KC, outChannels);
}

/** Packs all of B, block of KC rows by block, as `multiplyPacked` reads it. */
function packAll(depth: i32, columns: i32, b: usize, bRow: i32, bColumn: i32, to: usize): void {
  for (let k = 0; k < depth; k += KC) {
    const deep = min(KC, depth - k);
    packB(deep, columns, b + (<usize>k * <usize>bRow << 2), bRow, bColumn, to);
    to += <usize>packedSize(deep, columns) << 2;
  }
}

function multiplyPacked(rows: i32, columns: i32, depth: i32, a: usize, packed: usize, c: usize, block: usize): void {
  for (let k = 0; k < depth; k += KC) {
    const deep = min(KC, depth - k);
    multiplyBlock(rows, columns, deep, a + (<usize>k << 2), depth, 1, packed, c, columns, k > 0, block);
    packed += <usize>packedSize(deep, columns) << 2;
  }
}

/** `y [N, oh, ow, O] = x [N, h, w, I] * filter [kh, kw, I, O]`. */
export function convolve(x: usize, filter: usize, y: usize, scratch: usize): void {
  const patch = patchSize();
  const rows = batch * outHeight * outWidth;
  if (isPointwise()) return gemm(rows, outChannels, patch, x, patch, 1, filter, outChannels, 1, y, outChannels, false, scratch);
  const packed = scratch + (<usize>BLOCK_SIZE << 2);
  const patches = packed + (<usize>packedSize(patch, outChannels) << 2);
  packAll(patch, outChannels, filter, outChannels, 1, packed);
  const step = blockRows();
  for (let row = 0; row < rows; row += step) {
    const count = min(step, rows - row);
    movePatches(x, patches, row, count, true);
    multiplyPacked(count, outChannels, patch, patches, packed, y + (<usize>row * <usize>outChannels << 2), scratch);
  }
}

/** The gradient of the filter: `[kh, kw, I, O] = patches(x)^T dy`. */
export function filterGradient(x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const patch = patchSize();
  const rows = batch * outHeight * outWidth;
  const packed = scratch + (<usize>BLOCK_SIZE << 2);
  const buffer = packed + (<usize>packedSize(KC, outChannels) << 2);
  const direct = isPointwise();
  const step = direct ? KC : blockRows();
  if (rows == 0) memory.fill(dFilter, 0, <usize>patch * <usize>outChannels << 2);
  for (let row = 0; row < rows; row += step) {
    const count = min(step, rows - row);
    const patches = direct ? x + (<usize>row * <usize>patch << 2) : buffer;
    if (!direct) movePatches(x, buffer, row, count, true);
    packB(count, outChannels, dy + (<usize>row * <usize>outChannels << 2), outChannels, 1, packed);
    multiplyBlock(patch, outChannels, count, patches, 1, patch, packed, dFilter, outChannels, row > 0, scratch);
  }
}

/** The gradient of the image: each pixel's row of `dy filter^T` is added to its patch. */
export function imageGradient(dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const patch = patchSize();
  const rows = batch * outHeight * outWidth;
  if (isPointwise()) return gemm(rows, patch, outChannels, dy, outChannels, 1, filter, 1, outChannels, dx, patch, false, scratch);
  memory.fill(dx, 0, <usize>(batch * height) * <usize>(width * channels) << 2);
  const packed = scratch + (<usize>BLOCK_SIZE << 2);
  const patches = packed + (<usize>packedSize(outChannels, patch) << 2);
  packAll(outChannels, patch, filter, 1, outChannels, packed);
  const step = blockRows();
  for (let row = 0; row < rows; row += step) {
    const count = min(step, rows - row);
    multiplyPacked(count, patch, outChannels, dy + (<usize>row * <usize>outChannels << 2), packed, patches, scratch);
    movePatches(dx, patches, row, count, false);
  }
}
