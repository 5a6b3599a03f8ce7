import type { Figure } from '@goal-driven/core';
import { drawFigure, figureCsv } from '@goal-driven/report';
import { element } from '../shell/element';
import { saveFile } from './saveFile';
import { svgOf } from './svgOf';

/**
 * A figure as the report draws it, with its caption and its export. Text of the figure may come from anywhere: the
 * report's functions escape it.
 *
 * @param provenance where the numbers come from, in a sentence: goes into every file
 */
export function figureView(figure: Figure, provenance: string): HTMLElement {
  const drawn = element('div', { class: 'drawn' });
  drawn.innerHTML = drawFigure(figure).markup;
  const { title, caption, name } = figure;
  const save = (kind: 'SVG' | 'CSV', make: () => string) =>
    element(
      'button',
      {
        type: 'button',
        'aria-label': `${kind} of ${title}`,
        onclick: () => saveFile(`${name}.${kind.toLowerCase()}`, make()),
      },
      kind,
    );
  return element(
    'figure',
    {},
    element('h3', {}, title),
    drawn,
    element(
      'figcaption',
      {},
      `${caption} `,
      save('SVG', () => svgOf(drawn, { title, caption, provenance })),
      ' ',
      save('CSV', () => csvOf(figure, provenance)),
    ),
  );
}

/** RFC 4180 has no comments, but every reader of the field skips lines that begin with a hash. */
const csvOf = (figure: Figure, provenance: string): string =>
  [figure.title, figure.caption, provenance].map((line) => `# ${line.replaceAll(/\s+/g, ' ')}\r\n`).join('') +
  figureCsv(figure);
