/**
 * Switches the `wasm` backend between its stock kernels and ours within one process, so that both can
 * be timed in turns. Stock has no filter gradient of a convolution: it gets the plain im2col product.
 */
export function kernelSwitch(tf, stock) {
  const ours = tf.getKernelsForBackend('wasm');
  const gradient = tf.getGradient('Conv2D');
  const use = (kernels, convolutionGradient) => {
    for (const { kernelName } of tf.getKernelsForBackend('wasm')) tf.unregisterKernel(kernelName, 'wasm');
    kernels.forEach(tf.registerKernel);
    tf.unregisterGradient('Conv2D');
    tf.registerGradient(convolutionGradient);
  };
  return {
    before: () =>
      use(stock, { ...gradient, gradFunc: (dy, saved, attrs) => im2colGradient(tf, dy, saved, attrs) }),
    after: () => use(ours, gradient),
  };
}

/** The input's gradient by the stock kernel, the filter's as patches^T dy by the stock product. */
function im2colGradient(tf, dy, [x, filter], { strides, pad, dataFormat }) {
  return {
    x: () =>
      tf
        .engine()
        .runKernel('Conv2DBackpropInput', { dy, filter }, { strides, pad, dataFormat, inputShape: x.shape }),
    filter: () =>
      tf.tidy(() => {
        const [kernelHeight, kernelWidth, channels, outChannels] = filter.shape;
        const [batch, outHeight, outWidth] = dy.shape;
        const [strideY, strideX] = [strides].flat().length === 2 ? strides : [strides, strides];
        const padded = tf.pad(x, [
          [0, 0],
          [pad, pad],
          [pad, pad],
          [0, 0],
        ]);
        const taps = Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => {
          const [ky, kx] = [Math.floor(tap / kernelWidth), tap % kernelWidth];
          const end = [
            batch,
            ky + (outHeight - 1) * strideY + 1,
            kx + (outWidth - 1) * strideX + 1,
            channels,
          ];
          return tf.stridedSlice(padded, [0, ky, kx, 0], end, [1, strideY, strideX, 1]);
        });
        const rows = batch * outHeight * outWidth;
        const patches = tf.reshape(tf.concat(taps, 3), [rows, kernelHeight * kernelWidth * channels]);
        return tf.reshape(tf.matMul(patches, tf.reshape(dy, [rows, outChannels]), true, false), filter.shape);
      }),
  };
}
