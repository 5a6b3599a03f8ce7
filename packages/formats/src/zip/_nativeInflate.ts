type Inflated = { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
type Inflater = (packed: Uint8Array, options: object) => Inflated;
type Zlib = { readonly inflateSync: Inflater; readonly inflateRawSync: Inflater };
type Host = { readonly process?: { readonly getBuiltinModule?: (name: string) => unknown } };

const PIECE = 2 ** 20;

/**
 * What a stream of zlib, or of raw deflate, inflates to, by Node's own library: some ten times as fast as ours.
 *
 * @returns undefined outside Node, and for whatever is not a whole stream of `size` bytes: what is wrong with it the
 *   reader in pieces says
 */
export function nativeInflate(
  packed: Uint8Array,
  size: number,
  format: 'zlib' | 'raw',
): Uint8Array<ArrayBuffer> | undefined {
  const zlib = (globalThis as Host).process?.getBuiltinModule?.('node:zlib') as Zlib | undefined;
  if (!zlib || size === 0) return undefined;
  try {
    const inflate = format === 'zlib' ? zlib.inflateSync : zlib.inflateRawSync;
    const { buffer, engine } = inflate(packed, { info: true, maxOutputLength: size, chunkSize: PIECE });
    return buffer.length === size && engine.bytesWritten === packed.length
      ? new Uint8Array(buffer)
      : undefined;
  } catch {
    return undefined;
  }
}
