import type { Figure } from '@goal-driven/core';
import { drawFigure } from './figureKinds';
import { safe, type Html } from './Html';
import type { ReportRun } from './ReportRun';

/**
 * A figure with its title, caption and the addresses of its data.
 *
 * @param of whose it is, where the page shows several
 */
export function figureOf({ data }: Pick<ReportRun, 'data'>, figure: Figure, of?: string): Html {
  const address = `${data}/${encodeURIComponent(figure.name)}`;
  return safe`<figure>
    <h3>${figure.title}${of === undefined ? '' : `: ${of}`}</h3>
    ${drawFigure(figure)}
    <figcaption>
      ${figure.caption}
      <span class="data">Data: <a href="${address}.csv">CSV</a>, <a href="${address}.json">JSON</a></span>
    </figcaption>
  </figure>`;
}
