/** Most that is kept of one run's configuration, and of one text. */
const MOST = { settings: 1000, characters: 200 };

/**
 * A configuration as texts by path, `network.cell`; a list of plain values is one text. Its values are cut at 200
 * characters, and after 1000 of them the rest is left out.
 */
export function settingsOf(config: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const take = (value: unknown, path: string): void => {
    if (found.size >= MOST.settings) return;
    const items = Array.isArray(value) ? (value as unknown[]) : undefined;
    if (items?.every(isPlain) === true)
      return keep(path, items.slice(0, MOST.characters).map(String).join(', '));
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) take(inner, path === '' ? name : `${path}.${name}`);
    } else keep(path, String(value));
  };
  const keep = (path: string, text: string) =>
    void found.set(path.slice(0, MOST.characters), text.slice(0, MOST.characters));
  take(config, '');
  return found;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
