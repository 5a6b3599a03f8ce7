import { statSync } from 'node:fs';

/**
 * The files that a configuration names, by the path of the setting: every text that is the name of a file
 * that is there. A run records their hashes.
 */
export function inputFiles(config: unknown, path = ''): { [setting: string]: string } {
  if (typeof config === 'string') {
    return statSync(config, { throwIfNoEntry: false })?.isFile() ? { [path]: config } : {};
  }
  if (typeof config !== 'object' || config === null) return {};
  const inner = Object.entries(config).map(([name, value]) =>
    inputFiles(value, path === '' ? name : `${path}.${name}`),
  );
  return Object.assign({}, ...inner) as { [setting: string]: string };
}
