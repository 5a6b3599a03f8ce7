import { DataError } from '@goal-driven/core/arrays';
import type { Picture } from './Picture';

const [MOST_BYTES, MOST_PIXELS] = [30_000_000, 40_000_000];

/**
 * The central square of an image file, before gray where it is transparent. The browser decodes it; colours are taken
 * as they are stored.
 *
 * @throws DataError for a file that is too large or that the browser has no picture of
 */
export async function readPicture(file: Blob): Promise<Extract<Picture, { kind: 'pixels' }>> {
  if (file.size > MOST_BYTES)
    throw new DataError(`image: a file must have at most ${MOST_BYTES} bytes, got ${file.size}`);
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' }).catch((cause: unknown) => {
    throw new DataError(
      `image: a file must be a picture that this browser reads, got ${file.type || 'another'}`,
      {
        cause,
      },
    );
  });
  const { width, height } = bitmap;
  if (width * height > MOST_PIXELS)
    throw new DataError(`image: must have at most ${MOST_PIXELS} pixels, got ${width} x ${height}`);
  const side = Math.min(width, height);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true })!; // every browser has it
  context.fillStyle = '#808080';
  context.fillRect(0, 0, side, side);
  context.drawImage(bitmap, -Math.floor((width - side) / 2), -Math.floor((height - side) / 2));
  bitmap.close();
  const { data } = context.getImageData(0, 0, side, side);
  const values = new Uint8Array(3 * side * side);
  for (let pixel = 0; pixel < side * side; pixel++)
    for (let channel = 0; channel < 3; channel++) values[3 * pixel + channel] = data[4 * pixel + channel]!;
  return { kind: 'pixels', height: side, width: side, values };
}
