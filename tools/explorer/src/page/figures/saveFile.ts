import { element } from '../shell/element';

/** Hands a text to the reader as a file. Nothing leaves the page for it. */
export function saveFile(name: string, text: string): void {
  const types: Record<string, string> = { svg: 'image/svg+xml', csv: 'text/csv', json: 'application/json' };
  const type = types[name.split('.').at(-1)!] ?? 'text/plain';
  const href = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href, download: name.replaceAll(/[^\w.-]+/g, '-') }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
