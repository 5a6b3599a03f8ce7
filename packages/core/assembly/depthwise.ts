/**
 * Depthwise convolution, and its gradients, of NHWC images with a filter [kh, kw, I, M]; channel i of the
 * image feeds the channels i M .. i M + M - 1 of the output. Plain loops, four channels at a time where
 * M = 1.
 */

/** One tap of all channels of a pixel: `to[c] += a[c] b[c]` where M = 1. */
@inline
function addProducts(to: usize, a: usize, b: usize, count: i32): void {
  let i = 0;
  for (; i <= count - 4; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(a), v128.load(b))));
    to += 16;
    a += 16;
    b += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(a) * load<f32>(b));
    to += 4;
    a += 4;
    b += 4;
  }
}

/** One tap of a pixel: `dFilter[c, m] += x[c] dy[c, m]`. */
@inline
function addFilterTap(dFilter: usize, x: usize, dy: usize, channels: i32, multiplier: i32): void {
  if (multiplier == 1) return addProducts(dFilter, x, dy, channels);
  for (let channel = 0; channel < channels; channel++) {
    const value = load<f32>(x + (<usize>channel << 2));
    for (let m = 0; m < multiplier; m++) {
      store<f32>(dFilter, load<f32>(dFilter) + value * load<f32>(dy));
      dFilter += 4;
      dy += 4;
    }
  }
}

/** One tap of a pixel: `dx[c] += sum_m dy[c, m] filter[c, m]`. */
@inline
function addImageTap(dx: usize, dy: usize, filter: usize, channels: i32, multiplier: i32): void {
  if (multiplier == 1) return addProducts(dx, dy, filter, channels);
  for (let channel = 0; channel < channels; channel++) {
    let total: f32 = 0;
    for (let m = 0; m < multiplier; m++) {
      total += load<f32>(dy) * load<f32>(filter);
      dy += 4;
      filter += 4;
    }
    const to = dx + (<usize>channel << 2);
    store<f32>(to, load<f32>(to) + total);
  }
}

/** One tap of a pixel: `y[c, m] += x[c] filter[c, m]`. */
@inline
function addOutputTap(y: usize, x: usize, filter: usize, channels: i32, multiplier: i32): void {
  addFilterTap(y, x, filter, channels, multiplier);
}

const TO_OUTPUT = 0;
const TO_FILTER = 1;
const TO_IMAGE = 2;

/** Adds to one of output, filter and image what the other two make of it. */
@inline
function visitTaps(
  target: i32, image: usize, filter: usize, dy: usize, batch: i32, height: i32, width: i32, channels: i32,
  kernelHeight: i32, kernelWidth: i32, outHeight: i32, outWidth: i32, multiplier: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const tapBytes = <usize>(channels * multiplier) << 2;
  for (let example = 0; example < batch; example++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let ky = 0; ky < kernelHeight; ky++) {
          const y = row * strideY - top + ky * dilationY;
          if (y < 0 || y >= height) continue;
          for (let kx = 0; kx < kernelWidth; kx++) {
            const x = column * strideX - left + kx * dilationX;
            if (x < 0 || x >= width) continue;
            const pixel = image + (<usize>(((example * height + y) * width + x) * channels) << 2);
            const tap = filter + <usize>(ky * kernelWidth + kx) * tapBytes;
            if (target == TO_OUTPUT) addOutputTap(dy, pixel, tap, channels, multiplier);
            else if (target == TO_FILTER) addFilterTap(tap, pixel, dy, channels, multiplier);
            else addImageTap(pixel, dy, tap, channels, multiplier);
          }
        }
        dy += tapBytes;
      }
    }
  }
}

export function depthwiseConvolve(
  image: usize, filter: usize, y: usize, batch: i32, height: i32, width: i32, channels: i32,
  kernelHeight: i32, kernelWidth: i32, outHeight: i32, outWidth: i32, multiplier: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  memory.fill(y, 0, <usize>(batch * outHeight * outWidth * channels * multiplier) << 2);
  visitTaps(
    TO_OUTPUT, image, filter, y, batch, height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth,
    multiplier, strideY, strideX, dilationY, dilationX, top, left,
  );
}

export function depthwiseFilterGradient(
  image: usize, dy: usize, dFilter: usize, batch: i32, height: i32, width: i32, channels: i32,
  kernelHeight: i32, kernelWidth: i32, outHeight: i32, outWidth: i32, multiplier: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  memory.fill(dFilter, 0, <usize>(kernelHeight * kernelWidth * channels * multiplier) << 2);
  visitTaps(
    TO_FILTER, image, dFilter, dy, batch, height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth,
    multiplier, strideY, strideX, dilationY, dilationX, top, left,
  );
}

export function depthwiseImageGradient(
  dy: usize, filter: usize, dx: usize, batch: i32, height: i32, width: i32, channels: i32,
  kernelHeight: i32, kernelWidth: i32, outHeight: i32, outWidth: i32, multiplier: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  visitTaps(
    TO_IMAGE, dx, filter, dy, batch, height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth,
    multiplier, strideY, strideX, dilationY, dilationX, top, left,
  );
}
