import type { MapColours } from './mapColours';

/** A small map, and where its values are in an array that holds more. */
export type Tile = {
  readonly height: number;
  readonly width: number;
  /** The value at a place. */
  readonly at: (y: number, x: number) => number;
};

/** Where tiles are on a canvas. */
export type Tiling = { readonly columns: number; readonly pitch: { readonly x: number; readonly y: number } };

/** Pixels of the canvas: the side a map is blown up to, that of a single value, and the gap. */
const [SIDE, DOT, GAP] = [52, 20, 6];

/**
 * Draws maps of one size side by side, as many in a row as the width holds, one of them framed.
 *
 * @param room width there is, CSS pixels
 */
export function drawTiles(
  canvas: HTMLCanvasElement,
  tiles: readonly Tile[],
  { colours, marked, room }: { readonly colours: MapColours; readonly marked: number; readonly room: number },
): Tiling {
  const { height, width } = tiles[0]!; // a layer has a channel, a presentation a step
  const scale = height * width === 1 ? DOT : Math.max(1, Math.round(SIDE / Math.max(height, width)));
  const pitch = { x: width * scale + GAP, y: height * scale + GAP };
  const columns = Math.max(1, Math.min(tiles.length, Math.floor((room - GAP) / pitch.x)));
  canvas.width = columns * pitch.x + GAP;
  canvas.height = Math.ceil(tiles.length / columns) * pitch.y + GAP;
  const context = canvas.getContext('2d')!; // every browser has it
  const style = getComputedStyle(canvas);
  tiles.forEach((tile, index) => {
    const left = GAP + (index % columns) * pitch.x;
    const top = GAP + Math.floor(index / columns) * pitch.y;
    context.putImageData(blownUp(tile, scale, colours), left, top);
    const edge = index === marked ? 2 : 1;
    context.strokeStyle = index === marked ? style.color : style.getPropertyValue('--line');
    context.lineWidth = edge;
    context.strokeRect(left - edge, top - edge, width * scale + 2 * edge, height * scale + 2 * edge);
  });
  return { columns, pitch };
}

function blownUp({ height, width, at }: Tile, scale: number, colours: MapColours): ImageData {
  const image = new ImageData(width * scale, height * scale);
  const words = new Uint32Array(image.data.buffer);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = colours(at(y, x));
      image.data.set([red, green, blue, 255], 4 * (y * scale * width * scale + x * scale));
      const word = words[y * scale * width * scale + x * scale]!;
      for (let row = y * scale; row < (y + 1) * scale; row++)
        words.fill(word, row * width * scale + x * scale, row * width * scale + (x + 1) * scale);
    }
  return image;
}

/** The tile at a place of the canvas, which the page may show smaller than it is; undefined beside all. */
export function tileAt(
  canvas: HTMLCanvasElement,
  { columns, pitch }: Tiling,
  { offsetX, offsetY }: { readonly offsetX: number; readonly offsetY: number },
): number {
  const shown = canvas.width / canvas.clientWidth;
  const column = Math.floor((offsetX * shown - GAP / 2) / pitch.x);
  const row = Math.floor((offsetY * shown - GAP / 2) / pitch.y);
  return row * columns + Math.min(columns - 1, Math.max(0, column));
}
