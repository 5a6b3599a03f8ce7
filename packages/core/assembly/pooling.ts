let height: i32, width: i32, channels: i32, windowHeight: i32, windowWidth: i32, dilationY: i32, dilationX: i32;

@inline
function addAt(dx: usize, winner: i32, channel: i32, dy: usize): void {
  if (winner < 0) return;
  const to = dx + (<usize>(winner + channel) << 2);
  store<f32>(to, load<f32>(to) + load<f32>(dy));
}

/** One window whose first row and column are y0 and x0, one channel. */
function passOne(x: usize, dy: usize, dx: usize, image: i32, y0: i32, x0: i32, channel: i32): void {
  let best: f32 = -Infinity;
  let winner: i32 = -1;
  for (let ky = 0, y = y0; ky < windowHeight; ky++, y += dilationY) {
    if (y < 0 || y >= height) continue;
    for (let kx = 0, column = x0; kx < windowWidth; kx++, column += dilationX) {
      if (column < 0 || column >= width) continue;
      const pixel = (image + y * width + column) * channels;
      const value = load<f32>(x + (<usize>(pixel + channel) << 2));
      if (value > best) {
        best = value;
        winner = pixel;
      }
    }
  }
  addAt(dx, winner, channel, dy);
}

/** The same for four channels. */
function passFour(x: usize, dy: usize, dx: usize, image: i32, y0: i32, x0: i32, channel: i32): void {
  let best = f32x4.splat(-Infinity);
  let winner = i32x4.splat(-1);
  for (let ky = 0, y = y0; ky < windowHeight; ky++, y += dilationY) {
    if (y < 0 || y >= height) continue;
    for (let kx = 0, column = x0; kx < windowWidth; kx++, column += dilationX) {
      if (column < 0 || column >= width) continue;
      const pixel = (image + y * width + column) * channels;
      const value = v128.load(x + (<usize>(pixel + channel) << 2));
      const larger = f32x4.gt(value, best);
      best = v128.bitselect(value, best, larger);
      winner = v128.bitselect(i32x4.splat(pixel), winner, larger);
    }
  }
  addAt(dx, i32x4.extract_lane(winner, 0), channel, dy);
  addAt(dx, i32x4.extract_lane(winner, 1), channel + 1, dy + 4);
  addAt(dx, i32x4.extract_lane(winner, 2), channel + 2, dy + 8);
  addAt(dx, i32x4.extract_lane(winner, 3), channel + 3, dy + 12);
}

/**
 * The gradient of max pooling of NHWC images: each window's error goes to its first maximum in row
 * order, as in tfjs; a window without a maximum (NaN or -Infinity alone) passes nothing on.
 */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, batch: i32, height_: i32, width_: i32, channels_: i32,
  windowHeight_: i32, windowWidth_: i32, outHeight: i32, outWidth: i32,
  strideY: i32, strideX: i32, dilationY_: i32, dilationX_: i32, top: i32, left: i32,
): void {
  height = height_;
  width = width_;
  channels = channels_;
  windowHeight = windowHeight_;
  windowWidth = windowWidth_;
  dilationY = dilationY_;
  dilationX = dilationX_;
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  for (let example = 0; example < batch; example++) {
    const image = example * height * width;
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const y0 = row * strideY - top;
        const x0 = column * strideX - left;
        let channel = 0;
        for (; channel <= channels - 4; channel += 4, dy += 16) passFour(x, dy, dx, image, y0, x0, channel);
        for (; channel < channels; channel++, dy += 4) passOne(x, dy, dx, image, y0, x0, channel);
      }
    }
  }
}
