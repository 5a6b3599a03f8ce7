import { DataError } from '@goal-driven/core/arrays';

const MAX_FRAMES = 10_000_000;

/**
 * The JPEG pictures of an AVI file, as they lie in it, and their rate, Hz. One stream of pictures; empty frames, which
 * repeat the one before, are that one again.
 *
 * @throws DataError with the byte, for any other file, other pictures, and chunks that do not lie in theirs
 * @source Microsoft, AVI RIFF file reference; OpenDML AVI 1.02, for files beyond a gigabyte
 */
export function mjpegFrames(
  file: Uint8Array,
  name: string,
): { readonly frames: readonly Uint8Array[]; readonly frameRate: number | undefined } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const fail = (must: string, got: unknown, at: number): never => {
    throw new DataError(`${name}: ${must}, got ${String(got)} at byte ${at}`);
  };
  const text = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4));
  const frames: Uint8Array[] = [];
  let pictures: string | undefined; // the chunks' names: number of the stream, and dc or db
  let frameRate: number | undefined;
  let streams = 0;

  const header = (at: number, size: number): void => {
    if (size < 28) fail('a stream must have a header of 28 bytes', size, at);
    const stream = String(streams++).padStart(2, '0');
    if (text(at) !== 'vids') return;
    if (pictures !== undefined) fail('a film must have one stream of pictures', 'another', at);
    if (!/^mjpg$/i.test(text(at + 4)))
      fail('pictures must be JPEG (MJPG)', JSON.stringify(text(at + 4)), at + 4);
    pictures = stream;
    const [scale, rate] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    if (scale > 0 && rate > 0) frameRate = rate / scale;
  };
  const picture = (at: number, size: number): void => {
    if (frames.length === MAX_FRAMES) fail(`a film must have at most ${MAX_FRAMES} frames`, 'more', at);
    const last = frames.at(-1);
    if (size > 0) frames.push(file.subarray(at, at + size));
    else if (last !== undefined) frames.push(last);
  };
  /** Chunks from a byte on; each is a name, a size and that many bytes, filled up to an even number. */
  const visit = (start: number, end: number, depth: number): void => {
    for (let at = start; at + 8 <= end;) {
      const [kind, size] = [text(at), view.getUint32(at + 4, true)];
      const [inner, next] = [at + 8, at + 8 + size + (size % 2)];
      if (inner + size > end) fail(`a chunk must end before byte ${end}`, size, at);
      const isList = kind === 'LIST' || kind === 'RIFF';
      if (isList && depth < 5 && size >= 4) visit(inner + 4, inner + size, depth + 1);
      else if (kind === 'strh') header(inner, size);
      else if (pictures !== undefined && (kind === `${pictures}dc` || kind === `${pictures}db`))
        picture(inner, size);
      at = next;
    }
  };
  if (text(0) !== 'RIFF' || text(8) !== 'AVI ')
    fail('a film must be an AVI file', JSON.stringify(text(0)), 0);
  visit(0, file.length, 0);
  if (frames.length === 0) fail('a film must have frames', 'none', file.length);
  return { frames, frameRate };
}
