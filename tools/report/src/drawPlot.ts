import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeText, trusted, type Html } from './Html';

/** Colours for series, from Okabe and Ito 2008: told apart by the colour-blind, in light and dark. */
const seriesColours = ['--blue', '--orange', '--green', '--purple', '--sky', '--vermilion'].map(
  (name) => `var(${name})`,
);

/** The colour of the series at an index; they come round again after six. */
export const seriesColour = (index: number): string => seriesColours[index % seriesColours.length]!;

/** Dashes for series, so that print without colour still tells them apart. */
export const seriesDash = (index: number): string => ['none', '6 3', '2 3', '8 3 2 3'][index % 4]!;

/** Text that stays readable over curves. */
export const halo = { fill: 'currentColor', stroke: 'var(--paper)', strokeWidth: 4 } as const;

/**
 * Draws a plot as SVG markup, for a page without scripts. `description` is what a screen reader says.
 *
 * Only text that Plot itself escapes may come from outside: axis labels and tick labels.
 */
export function drawPlot(options: Plot.PlotOptions, description: string): Html {
  const { document } = parseHTML('<!doctype html><html></html>') as unknown as { readonly document: never };
  const svg = Plot.plot({ ...options, document, className: 'plot' }) as unknown as SvgNode;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.querySelector('style')?.remove(); // the page has the same rules once for all plots
  for (const node of svg.querySelectorAll('*')) shorten(node);
  const name = `<svg role="img" aria-label="${escapeText(description)}"`; // linkedom leaves < in attributes
  return trusted(svg.outerHTML.replace(/^<svg/, () => name));
}

// linkedom's nodes as far as we use them: Plot types its result by the browser's.
type SvgNode = {
  readonly outerHTML: string;
  querySelector(selector: string): { remove(): void } | null;
  querySelectorAll(selector: string): Iterable<SvgNode>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
};

/** A hundredth of a pixel is enough; a thousand dots with sixteen digits are a page of their own. */
function shorten(node: SvgNode): void {
  node.removeAttribute('aria-label'); // parts of an image have no names of their own
  for (const name of ['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height', 'transform', 'd']) {
    const value = node.getAttribute(name);
    if (value !== null && value.length > 6) node.setAttribute(name, value.replace(/(\.\d\d)\d+/g, '$1'));
  }
}
