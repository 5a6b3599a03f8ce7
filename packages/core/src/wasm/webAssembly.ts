/** A memory of WebAssembly; pages have 64 KiB. */
export type WasmMemory<Buffer extends ArrayBufferLike = ArrayBuffer> = {
  readonly buffer: Buffer;
  grow(pages: number): number;
};

type WebAssemblyApi = {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object } },
  ) => { readonly exports: object };
  readonly Memory: {
    new (size: { initial: number; maximum: number; shared: true }): WasmMemory<SharedArrayBuffer>;
    new (size: { initial: number }): WasmMemory;
  };
  validate(binary: Uint8Array): boolean;
};

/** The part of the WebAssembly interface that we use; the types of Node 20 lack it. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
