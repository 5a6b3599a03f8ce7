/** Where the reader is: `#/mec?unit=3`. */
export type Address = { readonly panel: string; readonly values: Readonly<Record<string, string>> };

/** The address of a fragment; any text is one, for a link may be mistyped. */
export function parseAddress(fragment: string): Address {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split(/\?(.*)/s);
  return { panel: path, values: Object.fromEntries(new URLSearchParams(query)) };
}

/** The fragment of an address, values in the order of their names, so that one view has one address. */
export function formatAddress({ panel, values }: Address): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  const query = new URLSearchParams(sorted).toString();
  return `#/${panel}${query === '' ? '' : `?${query}`}`;
}
