type Maps = { readonly values: Float32Array; readonly shape: readonly number[] };

const MOST = 64; // maps
const ACROSS = 8;

/**
 * Draws the first feature maps of a layer beside each other, each from its least value (black) to its greatest (white),
 * with a line of nothing between them.
 *
 * @param maps [height, width, channels]
 * @returns how many maps are drawn
 */
export function drawMaps(canvas: HTMLCanvasElement, { values, shape }: Maps): number {
  const [height, width, channels] = shape as [number, number, number];
  const count = Math.min(MOST, channels);
  const columns = Math.min(ACROSS, count);
  canvas.width = columns * (width + 1) - 1;
  canvas.height = Math.ceil(count / columns) * (height + 1) - 1;
  const image = new ImageData(canvas.width, canvas.height);
  for (let channel = 0; channel < count; channel++) {
    const [low, high] = rangeOf(values, channel, channels);
    const [top, left] = [Math.floor(channel / columns) * (height + 1), (channel % columns) * (width + 1)];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const value = values[(y * width + x) * channels + channel]!;
        const grey = high > low ? (255 * (value - low)) / (high - low) : 0;
        image.data.set([grey, grey, grey, 255], 4 * ((top + y) * canvas.width + left + x));
      }
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return count;
}

function rangeOf(values: Float32Array, first: number, step: number): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (let at = first; at < values.length; at += step) {
    low = Math.min(low, values[at]!);
    high = Math.max(high, values[at]!);
  }
  return [low, high];
}
