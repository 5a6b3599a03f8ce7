type Memory = { readonly buffer: ArrayBuffer; grow(pages: number): number };
type Instance = { readonly exports: { readonly memory?: Memory } };
type WebAssemblyApi = {
  /** Of bytes a module with its instance, of a module the instance alone. */
  instantiate(source: unknown, imports?: unknown): Promise<{ readonly instance: Instance } | Instance>;
};

const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
const PAGE = 65_536;

/** Bytes that a memory may grow to, now. */
export type MemoryBound = { bytes: number };

/**
 * Loads a WebAssembly library whose memory does not grow beyond a bound, which may change at any time; the library finds
 * that there is no more. Emscripten's libraries, h5wasm among them, have no option for this and show nobody their memory:
 * while the library loads, `WebAssembly.instantiate` is one that looks at what it makes.
 *
 * @param mark a function that the library exports, so that no other one is bounded that loads at the same time
 */
export async function withBoundedMemory<T>(
  bound: MemoryBound,
  mark: string,
  load: () => Promise<T>,
): Promise<T> {
  const { instantiate } = webAssembly;
  const looking = async (source: unknown, imports?: unknown) => {
    const made = await instantiate(source, imports);
    const { exports } = 'instance' in made ? made.instance : made;
    if (mark in exports && exports.memory) boundMemory(exports.memory, bound);
    return made;
  };
  webAssembly.instantiate = looking;
  try {
    return await load();
  } finally {
    if (webAssembly.instantiate === looking) webAssembly.instantiate = instantiate;
  }
}

function boundMemory(memory: Memory, bound: MemoryBound): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    const bytes = memory.buffer.byteLength + pages * PAGE;
    if (bytes > bound.bytes) throw new RangeError(`memory of ${bytes} bytes, of at most ${bound.bytes}`);
    return grow(pages);
  };
}
