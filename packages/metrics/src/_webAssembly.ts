export type SharedMemory = { readonly buffer: SharedArrayBuffer; grow(pages: number): number };

/** The part of the WebAssembly interface that we use; the types of Node 20 lack it. */
type WebAssemblyApi = {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object } },
  ) => { readonly exports: object };
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  validate(binary: Uint8Array): boolean;
};

export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
