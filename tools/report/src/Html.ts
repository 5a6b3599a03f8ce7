/** Markup that is safe to put on the page. Only `safe` and `trusted` make it. */
export type Html = { readonly markup: string };

type Part = Html | string | number | readonly Part[];

/** A template whose interpolated strings are escaped; markup and lists of markup go in as they are. */
export const safe = (pieces: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  trusted(pieces.reduce((page, piece, index) => page + render(parts[index - 1]!) + piece));

/** Vouches for markup that was made here, never for text from a file. */
export const trusted = (markup: string): Html => ({ markup });

/** Text made safe for content and for quoted attributes. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function render(part: Part): string {
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}
