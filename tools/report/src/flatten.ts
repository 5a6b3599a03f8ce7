/**
 * The leaves of any JSON by their paths, `cell.units`. Lists of plain values are one leaf; what has no
 * JSON (a function, undefined) is left out.
 */
export function flatten(value: unknown, path = ''): { path: string; text: string }[] {
  if (value === undefined || typeof value === 'function') return [];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return [{ path, text: value.map(String).join(', ') }];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, child]) =>
      flatten(child, path === '' ? name : `${path}.${name}`),
    );
  }
  return [{ path, text: String(value) }];
}
