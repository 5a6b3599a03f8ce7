// The program whose memory memory.spec.ts looks at: pictures that are damaged, or claim more than they have.
import { deflateSync } from 'node:zlib';
import { crc32 } from '@goal-driven/core/arrays';
import { tellGrowths, type HostileFile } from '../../../memory.shared.ts';
import golden from '../goldens/decodeImage.json';
import { mjpegFrames } from './_mjpegFrames';
import { decodeImage } from './decodeImage';

const read = (file: Uint8Array) => decodeImage(file, { maxPixels: 2 ** 25 });
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const everyPicture = [...golden.exact, ...golden.close, ...golden.subsampled].map(({ name, file }) => ({
  name,
  file: bytesOf(file),
}));

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG file of 8-bit colours that inflates to so many zeros. */
function png([width, height]: readonly [number, number], zeros: number, interlace: 0 | 1): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, interlace], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk('IDAT', deflateSync(Buffer.alloc(zeros)));
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]),
  );
}

/** A small JPEG file that says it is large: its frame is patched. */
function jpeg(width: number, height: number): Uint8Array {
  const file = Buffer.from(everyPicture.find((each) => each.file[0] === 0xff)!.file);
  const frame = [0xc0, 0xc1, 0xc2]
    .map((code) => file.indexOf(Buffer.from([0xff, code])))
    .find((at) => at > 0)!;
  file.writeUInt16BE(height, frame + 5);
  file.writeUInt16BE(width, frame + 7);
  return new Uint8Array(file);
}

const MANY = 2 ** 26;
/** A film whose one picture says that it is of four gigabytes. */
function film(): Uint8Array {
  const bytes = Buffer.alloc(32);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(24, 4);
  bytes.write('AVI LIST', 8);
  bytes.writeUInt32LE(0xffff_fff0, 16);
  return new Uint8Array(bytes);
}

const bombs: HostileFile[] = [
  { name: 'PNG, inflating beyond its picture', file: png([8, 8], MANY, 0), read },
  { name: 'PNG, interlaced, inflating beyond its picture', file: png([8, 8], MANY, 1), read },
  { name: 'PNG, of more pixels than bytes can be', file: png([5000, 5000], 64, 0), read },
  { name: 'PNG, of more pixels than there may be', file: png([2 ** 31, 2 ** 31], 64, 0), read },
  { name: 'JPEG, of more pixels than bytes can be', file: jpeg(5000, 5000), read },
  { name: 'JPEG, of more pixels than there may be', file: jpeg(65_535, 65_535), read },
  { name: 'AVI, a list beyond the file', file: film(), read: (file) => mjpegFrames(file, 'film') },
];
await tellGrowths(
  bombs,
  everyPicture.map((each) => ({ ...each, read })),
);
