import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError, EnvironmentError, GoalDrivenError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { mjpegFrames } from './_mjpegFrames';
import { openVideo, Video } from './video';

const folder = mkdtempSync(join(tmpdir(), 'video-'));
afterAll(() => rmSync(folder, { recursive: true }));

const gray = (level: number): Buffer => {
  const data = Buffer.alloc(8 * 8 * 4, level);
  return Buffer.from(encode({ data, width: 8, height: 8 }, 100).data);
};
const word = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const chunk = (kind: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(kind), word(body.length), body, Buffer.alloc(body.length % 2)]);
};
const list = (kind: string, ...parts: Buffer[]) => chunk('LIST', Buffer.from(kind), ...parts);
/** A stream's header: its kind, its codec, and rate / scale frames a second. */
const stream = (kind: string, codec: string, rate = 30, scale = 2) =>
  list(
    'strl',
    chunk('strh', Buffer.from(kind + codec), Buffer.alloc(12), word(scale), word(rate), Buffer.alloc(28)),
  );
const avi = (streams: Buffer[], ...movie: Buffer[]) =>
  chunk(
    'RIFF',
    Buffer.from('AVI '),
    list('hdrl', chunk('avih', Buffer.alloc(56)), ...streams),
    list('movi', ...movie),
  );

const FILM = avi(
  [stream('auds', '\0\0\0\0'), stream('vids', 'MJPG')],
  chunk('01dc', gray(50)),
  chunk('00wb', Buffer.from('sound')),
  list('rec ', chunk('01dc')),
  chunk('01dc', gray(200)),
);
const open = (path: string) => openVideo(Video.parse({ path }));

describe('openVideo', () => {
  it('reads the frames of an AVI file of JPEG pictures, an empty one being the one before', () => {
    writeFileSync(join(folder, 'film'), FILM);
    const film = open(join(folder, 'film'));
    expect(film).toMatchObject({ name: 'film', frames: 3, frameRate: 15 });
    expect([0, 1, 2].map((index) => film.read(index).values[0])).toEqual([50, 50, 200]);
    expect(film.read(0).shape).toEqual([8, 8, 3]);
    for (const index of [-1, 3, 0.5]) expect(() => film.read(index)).toThrow(ConfigError);
  });

  it('reads a folder of frames in natural order', () => {
    const frames = join(folder, 'frames');
    mkdirSync(frames);
    const png = new PNG({ width: 2, height: 1 });
    png.data.fill(10);
    writeFileSync(join(frames, 'f10.png'), PNG.sync.write(png));
    writeFileSync(join(frames, 'f2.jpg'), gray(50));
    writeFileSync(join(frames, 'notes.txt'), '');
    const film = open(frames);
    expect(film).toMatchObject({ frames: 2, frameRate: undefined });
    expect([0, 1].map((index) => film.read(index).shape)).toEqual([
      [8, 8, 3],
      [1, 2, 3],
    ]);
  });

  it('says what it does not read, and where', () => {
    const refused = (file: Buffer) => expect(() => mjpegFrames(file, 'a.avi'));
    refused(avi([stream('vids', 'H264')])).toThrow('a.avi: pictures must be JPEG (MJPG), got "H264" at byte');
    refused(avi([stream('vids', 'MJPG'), stream('vids', 'MJPG')])).toThrow(
      'must have one stream of pictures',
    );
    refused(avi([stream('vids', 'MJPG')])).toThrow('a.avi: a film must have frames, got none');
    refused(Buffer.from('RIFF    WAVE')).toThrow('a.avi: a film must be an AVI file, got "RIFF" at byte 0');
    refused(FILM.subarray(0, -8)).toThrow(/a chunk must end before byte \d+, got \d+ at byte 0/);
    mkdirSync(join(folder, 'empty'));
    expect(() => open(join(folder, 'empty'))).toThrow(DataError);
    expect(() => open(join(folder, 'absent'))).toThrow(EnvironmentError);
  });

  it(
    'fuzz: meets damaged films with frames or an error of ours',
    () =>
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(FILM.length - 1), fc.nat(255)), { minLength: 1 }), (changes) => {
          const file = new Uint8Array(FILM);
          for (const [at, byte] of changes) file[at] = byte;
          try {
            mjpegFrames(file, 'a');
          } catch (error) {
            expect(error).toBeInstanceOf(GoalDrivenError);
            expect((error as Error).message).toMatch(/ at byte \d+$/);
          }
        }),
        { numRuns: Number(process.env['GOAL_DRIVEN_FUZZ'] ?? 500) },
      ),
    600_000,
  );
});
