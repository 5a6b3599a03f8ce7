import { FULL } from './MouseView';

const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The middle square of a picture file, [224, 224, 3] bytes. The browser decodes it; nothing of it leaves the page.
 *
 * @throws Error for a file that is too large or no picture
 */
export async function readPicture(file: File): Promise<Uint8Array> {
  if (file.size > MOST_BYTES) throw new Error(`picture: must be at most 32 MB, got ${file.size} bytes`);
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(`picture: must be an image that this browser reads, got ${file.name}`);
  });
  const canvas = new OffscreenCanvas(FULL, FULL);
  const context = canvas.getContext('2d')!;
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, left, top, side, side, 0, 0, FULL, FULL);
  picture.close();
  const { data } = context.getImageData(0, 0, FULL, FULL);
  return Uint8Array.from({ length: FULL * FULL * 3 }, (_, at) => data[4 * Math.floor(at / 3) + (at % 3)]!);
}
