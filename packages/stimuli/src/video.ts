import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError, DataError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { mjpegFrames } from './_mjpegFrames';
import { onFile, readBoundedFile } from './_readBoundedFile';
import { decodeImage } from './decodeImage';
import type { ByteImage } from './Image';

export const Video = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .meta({ description: 'Folder of frames, JPEG or PNG, or an AVI file of JPEG frames (MJPEG)' }),
    maxBytes: z
      .int()
      .positive()
      .default(2 ** 30)
      .meta({ description: 'Largest film, or largest file of a frame', unit: 'bytes' }),
    maxPixels: z
      .int()
      .positive()
      .default(2 ** 25)
      .meta({ description: 'Largest height times width', unit: 'px' }),
  })
  .meta({ title: 'A film as frames' });
export type Video = z.output<typeof Video>;

/** A film; frames are decoded when they are asked for. */
export type VideoFrames = {
  readonly name: string;
  readonly frames: number;
  /** Hz, where the film says it. */
  readonly frameRate: number | undefined;
  /** Frame `index` from 0 on [height, width, 3]. */
  read(index: number): ByteImage;
};

/**
 * A film as its frames: JPEG and PNG files of a folder in natural order (`frame2` before `frame10`), or an AVI file
 * whose pictures are JPEG (MJPEG), with its frame rate. Films that predict frames from others (MP4, H.264, MPEG), animated
 * GIF and sound are not read: have ffmpeg write frames, `ffmpeg -i film.mp4 frames/%06d.png`.
 *
 * @throws DataError for a folder without frames, a file that is no MJPEG AVI, a damaged frame
 * @throws ConfigError from `read`, for a frame that is not there
 * @throws EnvironmentError where there is no such folder or file
 */
export function openVideo({ path, maxBytes, maxPixels }: Video): VideoFrames {
  const name = basename(path);
  if (onFile(path, () => statSync(path).isFile())) {
    const { frames, frameRate } = mjpegFrames(readBoundedFile(path, maxBytes), name);
    return framesOf({ name, frames: frames.length, frameRate }, (index) =>
      decodeImage(frames[index]!, { maxPixels, name: `${name}: frame ${index}` }),
    );
  }
  const natural = new Intl.Collator('en', { numeric: true }).compare;
  const files = onFile(path, () => readdirSync(path))
    .filter((file) => !file.startsWith('.') && /\.(jpe?g|png)$/i.test(file))
    .sort(natural);
  if (files.length === 0)
    throw new DataError(`openVideo: ${path} must hold frames as JPEG or PNG files, got none`);
  return framesOf({ name, frames: files.length, frameRate: undefined }, (index) =>
    decodeImage(readBoundedFile(join(path, files[index]!), maxBytes), { maxPixels, name: files[index]! }),
  );
}

function framesOf(film: Omit<VideoFrames, 'read'>, frame: (index: number) => ByteImage): VideoFrames {
  return {
    ...film,
    read(index) {
      if (!Number.isInteger(index) || index < 0 || index >= film.frames)
        throw new ConfigError(`${film.name}: a frame must be in 0 .. ${film.frames - 1}, got ${index}`);
      return frame(index);
    },
  };
}
