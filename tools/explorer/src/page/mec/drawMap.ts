/** Colours as the report has them, `[red, green, blue]`; entry 0 is the blank. */
export type Colours = readonly (readonly [number, number, number])[];

/**
 * Draws a rate map, a pixel for each bin, its least rate in the first colour and its greatest in the last.
 *
 * @param map [y, x], the first row at the bottom; NaN stays blank
 */
export function drawMap(
  canvas: HTMLCanvasElement,
  map: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
  colours: Colours,
): void {
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(columns, rows);
  const seen = Array.from(map).filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  for (let bin = 0; bin < rows * columns; bin++) {
    const value = map[bin]!;
    if (Number.isNaN(value)) continue;
    const share = high > low ? (value - low) / (high - low) : 0;
    const colour = colours[1 + Math.round(share * (colours.length - 2))]!;
    const pixel = (rows - 1 - Math.floor(bin / columns)) * columns + (bin % columns);
    image.data.set([...colour, 255], 4 * pixel);
  }
  context.putImageData(image, 0, 0);
}
