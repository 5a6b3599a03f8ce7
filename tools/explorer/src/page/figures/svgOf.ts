const SVG = 'http://www.w3.org/2000/svg';

type Words = { readonly title: string; readonly caption: string; readonly provenance: string };

/**
 * What is drawn in an element as one SVG that stands alone: its plots, images and texts where the page has them, in the
 * colours that the page has now, with title, caption and provenance below.
 */
export function svgOf(drawn: HTMLElement, { title, caption, provenance }: Words): string {
  const frame = drawn.getBoundingClientRect();
  const root = make('svg', { xmlns: SVG, role: 'img' });
  root.append(make('title', {}, title), make('desc', {}, `${caption} ${provenance}`));
  const style = getComputedStyle(drawn);
  const body = make('g', { 'font-family': 'system-ui, sans-serif', fill: style.color, color: style.color });
  for (const node of drawn.querySelectorAll('svg, img'))
    body.append(placed(node as SVGElement | HTMLImageElement, frame));
  for (const text of textsOf(drawn, frame)) body.append(text);
  const below = [title, ...wrapped(caption, frame.width), ...wrapped(provenance, frame.width)];
  below.forEach((line, at) =>
    body.append(make('text', { x: 0, y: frame.height + 20 + 16 * at, 'font-size': 12 }, line)),
  );
  const height = Math.ceil(frame.height + 28 + 16 * below.length);
  const width = Math.ceil(frame.width);
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() || 'white';
  root.append(make('rect', { width, height, fill: paper }), body);
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
    root.setAttribute(name, String(value));
  return withColours(root.outerHTML);
}

function placed(node: SVGElement | HTMLImageElement, frame: DOMRect): SVGElement {
  const { left, top, width, height } = node.getBoundingClientRect();
  const place = { x: left - frame.left, y: top - frame.top, width, height };
  if (node instanceof HTMLImageElement)
    return make('image', {
      ...place,
      href: node.src,
      preserveAspectRatio: 'none',
      style: 'image-rendering: pixelated',
    });
  const copy = node.cloneNode(true) as SVGElement;
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  copy.setAttribute('font-size', getComputedStyle(node).fontSize);
  return copy;
}

/** Each line of text outside the plots, where it stands. */
function textsOf(drawn: HTMLElement, frame: DOMRect): SVGElement[] {
  const walker = document.createTreeWalker(drawn, NodeFilter.SHOW_TEXT);
  const found: SVGElement[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent!.trim();
    const parent = node.parentElement!;
    if (text === '' || parent.closest('svg') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, bottom, height } = range.getBoundingClientRect();
    const size = getComputedStyle(parent).fontSize;
    found.push(
      make('text', { x: left - frame.left, y: bottom - frame.top - height * 0.25, 'font-size': size }, text),
    );
  }
  return found;
}

/** Words in lines of about the width, px; a letter of 12 px is some 6.2 px wide. */
function wrapped(text: string, width: number): string[] {
  const room = Math.max(20, Math.floor(width / 6.2));
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A file has no page to ask for its colours. */
function withColours(markup: string): string {
  const style = getComputedStyle(document.documentElement);
  return markup.replaceAll(/var\((--[a-z]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
}

function make(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
