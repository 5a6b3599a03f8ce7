import { DataError } from '@goal-driven/core/arrays';
import { attributeNames, described, keysOf, kindOf, type Hdf5Dataset, type Opened } from './_openedHdf5';

/** One object of a file, without its data. */
export type Hdf5Entry = { readonly path: string } & (
  | { readonly kind: 'group' | 'type'; readonly attributes: readonly string[] }
  | ({ readonly kind: 'dataset'; readonly attributes: readonly string[] } & Hdf5Dataset)
  /** A link by name; it may lead nowhere. */
  | { readonly kind: 'soft link'; readonly target: string }
  /** A link into another file; never followed. */
  | { readonly kind: 'external link'; readonly file: string; readonly target: string }
  /** A further name of an object listed before, such as of a group that holds itself. */
  | { readonly kind: 'same'; readonly target: string }
);

const MAX_ENTRIES = 1_000_000;

/**
 * Every object once, whatever links lead to it, so that cycles end.
 *
 * @throws DataError for more than a million names, or where the file is damaged
 */
export function listHdf5(opened: Opened): Hdf5Entry[] {
  const { where, call } = opened;
  const entries: Hdf5Entry[] = [];
  const seen = new Map<string, string>();
  const pending = ['/'];
  const step = () => {
    const path = pending.pop()!;
    const entry = entryAt(opened, path, seen);
    if (entries.push(entry) > MAX_ENTRIES) {
      throw new DataError(`${where(path)}: a file must have at most ${MAX_ENTRIES} objects, got more`);
    }
    if (entry.kind !== 'group') return;
    const inner = keysOf(opened, path).map((key) => `${path === '/' ? '' : path}/${key}`);
    for (const each of inner.reverse()) pending.push(each);
  };
  while (pending.length > 0) {
    // A deadline for a hundred costs little; for each it would cost more than to read it.
    call(pending.at(-1)!, 'objects must be readable', () => {
      for (let count = 0; count < 100 && pending.length > 0; count++) step();
    });
  }
  return entries;
}

function entryAt(opened: Opened, path: string, seen: Map<string, string>): Hdf5Entry {
  const { library, id, where, call } = opened;
  if (path !== '/') {
    const target = call(path, 'the link must be readable', () => library.get_symbolic_link(id, path));
    if (target !== null) return { path, kind: 'soft link', target };
    const external = call(path, 'the link must be readable', () => library.get_external_link(id, path));
    if (external.filename !== undefined) {
      return { path, kind: 'external link', file: external.filename, target: external.obj_path ?? '/' };
    }
  }
  const address = call(path, 'the object must be readable', () =>
    Array.from(library.create_object_reference(id, path)).join(),
  );
  const before = seen.get(address);
  if (before !== undefined) return { path, kind: 'same', target: before };
  seen.set(address, path);
  const kind = kindOf(opened, path);
  if (kind !== 'group' && kind !== 'type' && kind !== 'dataset') {
    throw new DataError(`${where(path)}: must be a group, a dataset or a type, got ${kind}`);
  }
  const attributes = attributeNames(opened, path);
  return kind === 'dataset'
    ? { path, kind, attributes, ...described(opened, path) }
    : { path, kind, attributes };
}
