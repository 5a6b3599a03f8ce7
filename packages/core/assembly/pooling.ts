/**
 * The gradient of max pooling of NHWC images: each window's error goes to its first maximum in row
 * order, as in tfjs; a window without a maximum (NaN or -Infinity alone) passes nothing on.
 */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, outHeight: i32, outWidth: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  for (let example = 0; example < batch; example++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let channel = 0; channel < channels; channel++) {
          let best: f32 = -Infinity;
          let winner: i32 = -1;
          for (let ky = 0; ky < windowHeight; ky++) {
            const iy = row * strideY - top + ky * dilationY;
            if (iy < 0 || iy >= height) continue;
            for (let kx = 0; kx < windowWidth; kx++) {
              const ix = column * strideX - left + kx * dilationX;
              if (ix < 0 || ix >= width) continue;
              const index = ((example * height + iy) * width + ix) * channels + channel;
              const value = load<f32>(x + (<usize>index << 2));
              if (value > best) {
                best = value;
                winner = index;
              }
            }
          }
          if (winner >= 0) {
            const to = dx + (<usize>winner << 2);
            store<f32>(to, load<f32>(to) + load<f32>(dy));
          }
          dy += 4;
        }
      }
    }
  }
}
