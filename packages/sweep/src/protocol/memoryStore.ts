import type { Store } from './Store';

const NOTHING = new Uint8Array(0);

/** A store in memory, for simulations and tests: the same promises, no disk. */
export function memoryStore(): Store {
  const files = new Map<string, Uint8Array>();
  const folders = new Map<string, Set<string>>();
  const sorted = new Map<string, readonly string[]>(); // a simulation lists the same thousand names again and again
  const encode = (text: string) => new TextEncoder().encode(text);
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const write = (path: string, bytes: Uint8Array) => {
    const cut = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, cut));
    if (!folders.has(folder)) folders.set(folder, new Set());
    folders.get(folder)!.add(path.slice(cut + 1));
    files.set(path, bytes);
  };
  return {
    read: (path) => {
      const bytes = files.get(path);
      return bytes && decode(bytes);
    },
    readFrom: (path, offset) => {
      const bytes = files.get(path);
      return bytes === undefined || bytes.length <= offset ? NOTHING : bytes.subarray(offset);
    },
    create: (path, content) => {
      if (files.has(path)) return false;
      write(path, encode(content));
      return true;
    },
    replace: (path, content) => write(path, encode(content)),
    append: (path, text) => {
      const before = files.get(path);
      const added = encode(text);
      const whole = new Uint8Array((before?.length ?? 0) + added.length);
      if (before) whole.set(before);
      whole.set(added, before?.length ?? 0);
      write(path, whole);
    },
    list: (folder) => {
      const names = folders.get(folder);
      if (names === undefined) return [];
      const known = sorted.get(folder);
      if (known?.length === names.size) return known;
      const fresh = [...names].sort();
      sorted.set(folder, fresh);
      return fresh;
    },
  };
}
