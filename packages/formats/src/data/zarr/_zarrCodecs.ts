import { Gunzip, Unzlib } from 'fflate';
import { DataError, sizeOf } from '@goal-driven/core/arrays';
import { decompressZstd } from 'hyparquet-compressors';
import { registry } from 'zarrita';

/** What zarrita tells a codec of the chunk it is for. */
type ChunkMeta = { readonly dataType: string; readonly shape: readonly number[] };
type Decoder = { decode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> };

/** Bytes by which checksums and headers make a chunk longer than its elements. */
const SLACK = 64;
/** Packed bytes handed over at once: they inflate to a thousand times as many before the bound is looked at. */
const PIECE = 4096;

/** Bytes of an element of the types that are read. */
export const ELEMENT_BYTES = {
  ...{ bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, int64: 8, uint64: 8 },
  ...{ float32: 4, float64: 8 },
} as const;

/** What packed bytes say of their length: the codecs of numcodecs ask for this much memory. */
const CLAIMS: { readonly [codec: string]: (bytes: Uint8Array) => number | undefined } = {
  lz4: (bytes) => (bytes.length < 4 ? undefined : view(bytes).getUint32(0, true)),
  blosc: (bytes) =>
    bytes.length < 16 || view(bytes).getUint32(12, true) !== bytes.length
      ? undefined
      : view(bytes).getUint32(4, true),
};

let bounded = false;

/**
 * Makes zarrita's decompressors refuse what would be longer than the chunk it is for. It has one table of them for all
 * who use it; what is valid is read as before.
 */
export function boundZarrCodecs(): void {
  if (bounded) return;
  bounded = true;
  for (const [name, Stream] of [
    ['gzip', Gunzip],
    ['zlib', Unzlib],
  ] as const) {
    const codec = (limit: number): Decoder => ({ decode: (bytes) => inflated(Stream, bytes, limit) });
    register(name, async () => (_, limit) => codec(limit));
  }
  const zstd = (limit: number): Decoder => ({ decode: (bytes) => unpackedZstd(bytes, limit) });
  register('zstd', async () => (_, limit) => zstd(limit));
  for (const [name, claim] of Object.entries(CLAIMS)) {
    const load = registry.get(name)!;
    register(name, async () => {
      const Codec = (await load()) as { fromConfig(configuration: unknown, meta: unknown): Decoder };
      return (configuration, limit, meta) => {
        const inner = Codec.fromConfig(configuration, meta);
        return {
          decode: (bytes) => {
            const size = claim(bytes);
            if (size === undefined || size > limit)
              throw new DataError(
                `${name}: a chunk must unpack to at most ${limit} bytes, got ${size ?? 'no size'}`,
              );
            return inner.decode(bytes);
          },
        };
      };
    });
  }
}

type Make = (configuration: unknown, limit: number, meta: ChunkMeta) => Decoder;

function register(name: string, load: () => Promise<Make>): void {
  const entry = async () => {
    const make = await load();
    return {
      fromConfig: (configuration: unknown, meta: ChunkMeta) => ({
        kind: 'bytes_to_bytes',
        ...make(configuration, limitOf(meta), meta),
        encode: () => {
          throw new DataError(`${name}: chunks are read only, got one to write`);
        },
      }),
    };
  };
  for (const each of [name, `numcodecs.${name}`])
    registry.set(each, entry as unknown as Parameters<typeof registry.set>[1]); // its type is not exported
}

const limitOf = ({ dataType, shape }: ChunkMeta): number =>
  sizeOf(shape) * (ELEMENT_BYTES[dataType as keyof typeof ELEMENT_BYTES] ?? 8) + SLACK;

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function inflated(Stream: typeof Gunzip | typeof Unzlib, packed: Uint8Array, limit: number): Uint8Array {
  const bytes = new Uint8Array(limit);
  let filled = 0;
  const stream = new Stream((piece) => {
    if (filled + piece.length > limit)
      throw new DataError(`a chunk must inflate to at most ${limit} bytes, got more`);
    bytes.set(piece, filled);
    filled += piece.length;
  });
  for (let start = 0; start === 0 || start < packed.length; start += PIECE)
    stream.push(packed.subarray(start, start + PIECE), start + PIECE >= packed.length);
  return bytes.slice(0, filled);
}

/** That of numcodecs goes on for ever where a frame is longer than it says. */
function unpackedZstd(packed: Uint8Array, limit: number): Uint8Array {
  const size = zstdSize(packed);
  if (size === undefined || size > limit)
    throw new DataError(`zstd: a chunk must unpack to at most ${limit} bytes, got ${size ?? 'no size'}`);
  return decompressZstd(packed, new Uint8Array(size));
}

/** @source RFC 8878, section 3.1.1 */
function zstdSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 9 || view(bytes).getUint32(0, true) !== 0xfd2fb528) return undefined;
  const descriptor = bytes[4]!;
  const [flag, single] = [descriptor >> 6, (descriptor >> 5) & 1];
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  if (flag === 0) return single ? bytes[at] : undefined;
  if (flag === 1) return view(bytes).getUint16(at, true) + 256;
  return flag === 2 ? view(bytes).getUint32(at, true) : Number(view(bytes).getBigUint64(at, true));
}
