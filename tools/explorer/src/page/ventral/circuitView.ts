import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import type { Opened } from './Opened';
import type { Arrow } from './Played';

const SVG = 'http://www.w3.org/2000/svg';

/** `IT>V4`: an arrow in the address. */
export const arrowName = ({ from, to }: Arrow): string => `${from}>${to}`;

/**
 * The circuit as the report draws it, and its arrows as a list. A click on an arrow, or its checkbox, cuts it.
 *
 * @param choose told of all arrows that are cut then
 */
export function circuitView(
  { circuit, provenance }: Opened,
  cuts: readonly Arrow[],
  choose: (cuts: readonly Arrow[]) => void,
): HTMLElement {
  const cut = new Set(cuts.map(arrowName));
  const view = figureView(circuit, provenance);
  const drawn = [...view.querySelectorAll<SVGPathElement>('path.edge')].map(
    (line) => [line, line.nextElementSibling as SVGPathElement] as const,
  );
  const boxes = circuit.edges.map((edge) =>
    element('input', { type: 'checkbox', checked: cut.has(arrowName(edge)), oninput: () => changed() }),
  );
  const changed = () => {
    circuit.edges.forEach((_, index) => mark(drawn[index]!, boxes[index]!.checked));
    choose(circuit.edges.filter((_, index) => boxes[index]!.checked).map(({ from, to }) => ({ from, to })));
  };
  drawn.forEach((parts, index) => {
    const { from, to, kind } = circuit.edges[index]!;
    mark(parts, boxes[index]!.checked);
    const [line, head] = parts;
    head.after(hitArea(line, `${from} to ${to}, ${kind}: click to cut or join`, () => boxes[index]!.click()));
  });
  const order = { feedback: 0, bypass: 1, feedforward: 2 };
  const listed = circuit.edges
    .map((edge, index) => ({ ...edge, box: boxes[index]! }))
    .sort((a, b) => order[a.kind] - order[b.kind]);
  return element(
    'div',
    { class: 'circuit' },
    view,
    element(
      'fieldset',
      {},
      element('legend', {}, 'Cut arrows (their target sees zeros)'),
      element(
        'div',
        { class: 'controls' },
        ...listed.map(({ from, to, kind, box }) => element('label', {}, box, `${from} → ${to}, ${kind}`)),
      ),
    ),
  );
}

/** An arrow is a line and its head, which the report draws next. */
function mark([line, head]: readonly SVGElement[], cut: boolean): void {
  line!.classList.toggle('severed', cut);
  head!.classList.toggle('severed', cut);
}

/** A broad line over an arrow that takes the pointer. */
function hitArea(path: SVGPathElement, words: string, onclick: () => void): SVGPathElement {
  const area = document.createElementNS(SVG, 'path');
  area.setAttribute('d', path.getAttribute('d')!);
  area.setAttribute('class', 'hit');
  area.setAttribute('fill', 'none');
  area.setAttribute('stroke', 'transparent');
  area.setAttribute('stroke-width', '16');
  const title = document.createElementNS(SVG, 'title');
  title.textContent = words;
  area.append(title);
  area.addEventListener('click', onclick);
  return area;
}
