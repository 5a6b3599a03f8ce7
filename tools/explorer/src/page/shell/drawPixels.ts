/** RGB bytes [side, side, 3] of a square image. */
export type Pixels = { readonly values: Uint8Array; readonly side: number };

/** Draws an image into a canvas, which becomes as large. */
export function drawPixels(canvas: HTMLCanvasElement, { values, side }: Pixels): void {
  canvas.width = side;
  canvas.height = side;
  const image = new ImageData(side, side);
  for (let pixel = 0; pixel < side * side; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * pixel + channel] = values[3 * pixel + channel]!;
    image.data[4 * pixel + 3] = 255;
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}
