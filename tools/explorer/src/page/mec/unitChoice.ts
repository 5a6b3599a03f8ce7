import type { NdArray } from '@goal-driven/core';
import { element } from '../shell/element';
import type { ViewState } from '../shell/ViewState';
import type { Colours } from './drawMap';
import { classesOf, type LayerUnits } from './StoredUnits';
import { unitScatter } from './unitScatter';
import { unitTiles } from './unitTiles';

/** Units that are shown at once. */
const MOST = 8;

const SAID =
  'Each dot is a unit: look at one for its maps, click to choose it or let it go. Of each pair of maps the left one is this walk so far, the right one is stored.';

/** The units of a layer: the scatter from which they are chosen, and the maps of those that are. */
export type UnitChoice = {
  readonly host: HTMLElement;
  readonly chosen: () => ReadonlySet<number>;
  readonly mark: (silenced: ReadonlySet<number>) => void;
  readonly draw: (live: NdArray<Float64Array> | undefined) => void;
};

/** Chosen units are kept in the address; without any the best of each class are. */
export function unitChoice(
  stored: LayerUnits,
  {
    view,
    colours,
    onChosen,
  }: { readonly view: ViewState; readonly colours: Colours; readonly onChosen: () => void },
): UnitChoice {
  const count = stored.gridScores.length;
  const named = (view.get('units') ?? '')
    .split(',')
    .filter((text) => /^\d{1,6}$/.test(text) && Number(text) < count);
  let chosen = named.length > 0 ? [...new Set(named.map(Number))].slice(0, MOST) : firstChoice(stored);
  let silenced: ReadonlySet<number> = new Set();
  let looked = chosen[0];
  const tiles = unitTiles(stored, colours);
  const look = unitTiles(stored, colours);
  const scatter = unitScatter(stored, {
    look: (unit) => {
      looked = unit ?? looked;
      look.show(looked === undefined ? [] : [looked], silenced);
    },
    choose: (unit) => {
      chosen = chosen.includes(unit)
        ? chosen.filter((each) => each !== unit)
        : [...chosen, unit].slice(-MOST);
      view.set({ units: chosen.join(',') || undefined });
      refresh();
      onChosen();
    },
  });
  const refresh = () => {
    tiles.show(chosen, silenced);
    look.show(looked === undefined ? [] : [looked], silenced);
    scatter.mark(new Set(chosen), silenced);
  };
  refresh();
  return {
    host: element(
      'div',
      {},
      scatter.host,
      element('p', { class: 'soft' }, SAID),
      element('div', { class: 'looked-at' }, look.host),
      element('h3', {}, 'Chosen units'),
      tiles.host,
    ),
    chosen: () => new Set(chosen),
    mark(now) {
      silenced = now;
      refresh();
    },
    draw(live) {
      tiles.draw(live);
      look.draw(live);
    },
  };
}

/** The two best by grid score, the two best by border score, and two of neither class. */
function firstChoice(stored: LayerUnits): number[] {
  const best = (scores: Float32Array) =>
    Array.from(scores.keys())
      .filter((unit) => !Number.isNaN(scores[unit]!))
      .sort((a, b) => scores[b]! - scores[a]!)
      .slice(0, 2);
  const neither = classesOf(stored).flatMap((of, unit) => (of === 'other' ? [unit] : []));
  return [...new Set([...best(stored.gridScores), ...best(stored.borderScores), ...neither.slice(0, 2)])];
}
