import type { Figure } from '@goal-driven/core';
import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { classesOf, type LayerUnits, type UnitClass } from './StoredUnits';
import { classLooks } from './unitScatter';

type Words = {
  /** The network in a line. */
  readonly title: string;
  readonly layer: string;
  /** Over what the units were measured. */
  readonly walks: string;
  readonly provenance: string;
};

/** The scores of all units as a figure to be cited, drawn when it is asked for. */
export function unitFigure(units: LayerUnits, words: Words): HTMLElement {
  const host = element('details', {}, element('summary', {}, 'The scores as a figure, to save'));
  host.addEventListener(
    'toggle',
    () => host.append(figureView(scoresFigure(units, words), words.provenance)),
    { once: true },
  );
  return host;
}

function scoresFigure(units: LayerUnits, { title, layer, walks }: Words): Figure {
  const classes = classesOf(units);
  const shown = (Object.keys(classLooks) as UnitClass[]).filter(
    (each) => each !== 'silent' && classes.includes(each),
  );
  const silent = classes.filter((each) => each === 'silent').length;
  const of = (scores: Float32Array, wanted: UnitClass) =>
    Array.from(scores).filter((_, unit) => classes[unit] === wanted);
  return {
    kind: 'scatter',
    name: `unit-scores-${layer}`,
    title: `Grid and border scores of layer ${layer}`,
    caption: `${title}; ${walks}. Grid-like is a grid score over 0.3, border-like a border score over 0.5${
      silent === 0 ? '' : `; ${silent} silent or constant units have no scores`
    }.`,
    axes: { x: 'grid score', y: 'border score' },
    groups: shown.map((each) => ({
      label: classLooks[each].name,
      x: of(units.gridScores, each),
      y: of(units.borderScores, each),
    })),
  };
}
