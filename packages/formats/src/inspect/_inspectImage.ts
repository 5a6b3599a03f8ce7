import { DataError } from '@goal-driven/core/arrays';
import { readRange } from '../ByteSource';
import type { FileContents } from './FileContents';
import type { Inspected } from './inspectFile';

/** A JPEG's size stands after its other segments, such as a preview. */
const MAX_SEGMENTS = 1000;

/** Size and format of a picture or a film, from its header; pixels are not decoded. */
export async function inspectImage({ file, name }: Inspected): Promise<FileContents> {
  const head = await readRange(file, 0, Math.min(64, file.size), name);
  const view = new DataView(head.buffer);
  const need = (bytes: number) => {
    if (head.length < bytes)
      throw new DataError(`${name}: a header must have ${bytes} bytes, got ${head.length} bytes of it`);
  };
  const image = (format: 'png' | 'jpeg' | 'gif' | 'avi', shape: number[], dtype = 'uint8'): FileContents => ({
    format,
    entries: [{ path: '', kind: 'image', shape, dtype }],
    notes: [],
  });
  if (head[0] === 0x89) {
    need(33);
    const channels = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[head[25]!];
    if (channels === undefined)
      throw new DataError(`${name}: colours must be of a type of PNG's, got ${head[25]} at byte 25`);
    return image(
      'png',
      [view.getUint32(20), view.getUint32(16), channels],
      head[24] === 16 ? 'uint16' : 'uint8',
    );
  }
  if (head[0] === 0x47) {
    need(10);
    return image('gif', [view.getUint16(8, true), view.getUint16(6, true), 3]);
  }
  if (head[0] === 0x52) {
    need(64);
    // The main header: after RIFF....AVI LIST....hdrl it is `avih` and its length.
    const [frames, width, height] = [48, 64, 68];
    const main = new DataView((await readRange(file, 0, 72, name)).buffer);
    return image(
      'avi',
      [frames, height, width].map((at) => main.getUint32(at, true)),
    );
  }
  let at = 2;
  for (let segment = 0; segment < MAX_SEGMENTS; segment++) {
    const marker = new DataView((await readRange(file, at, 10, `${name}: segment ${segment}`)).buffer);
    if (marker.getUint8(0) !== 0xff)
      throw new DataError(`${name}: a segment must begin with 255, got ${marker.getUint8(0)} at byte ${at}`);
    const code = marker.getUint8(1);
    if (code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)) {
      const channels = (await readRange(file, at + 9, 1, name))[0]!;
      return image('jpeg', [marker.getUint16(5), marker.getUint16(7), channels]);
    }
    at += 2 + marker.getUint16(2);
  }
  throw new DataError(`${name}: a JPEG must tell its size in ${MAX_SEGMENTS} segments, got to byte ${at}`);
}
