import { crc32, deflateSync } from 'node:zlib';

/**
 * A PNG of palette colours, as a data address.
 *
 * @param pixels  index into the palette per pixel, row by row from the top; [height * width]
 * @param palette `[red, green, blue]`, 0 to 255, at most 256; entry 0 is drawn transparent
 * @source PNG specification, third edition, sections 5 and 11
 */
export function png(
  pixels: Uint8Array,
  { width, height }: { width: number; height: number },
  palette: readonly (readonly [number, number, number])[],
): string {
  const rows = new Uint8Array(height * (width + 1)); // each row begins with its filter, 0: none
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits per pixel
  header.setUint8(9, 3); // colours by palette
  const file = joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('tRNS', Uint8Array.of(0)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
  return `data:image/png;base64,${btoa(latin1(file))}`;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), data]);
  const frame = new DataView(new ArrayBuffer(body.length + 8));
  frame.setUint32(0, data.length);
  new Uint8Array(frame.buffer).set(body, 4);
  frame.setUint32(4 + body.length, crc32(body));
  return new Uint8Array(frame.buffer);
}

// No Buffer: the page that shows figures live draws them in a browser.
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const latin1 = (bytes: Uint8Array): string =>
  bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');
