import type { NdArray } from '@goal-driven/core';
import { element } from '../shell/element';
import { mapsAgree } from './createLiveMaps';
import { drawMap, type Colours } from './drawMap';
import { classesOf, type LayerUnits } from './StoredUnits';
import { classLooks, scoreText } from './unitScatter';

/** Maps of the chosen units, as they build up and as they are stored. */
export type UnitTiles = {
  readonly host: HTMLElement;
  readonly show: (units: readonly number[], silenced: ReadonlySet<number>) => void;
  /** @param live [units, y, x]; undefined while there are none */
  readonly draw: (live: NdArray<Float64Array> | undefined) => void;
};

/** For each unit two maps side by side: this walk so far, and the stored one. */
export function unitTiles(stored: LayerUnits, colours: Colours): UnitTiles {
  const [, rows, columns] = stored.maps.shape as [number, number, number];
  const classes = classesOf(stored);
  const size = rows * columns;
  const mapOf = (maps: NdArray<Float64Array | Float32Array>, unit: number) =>
    maps.values.subarray(unit * size, (unit + 1) * size);
  const host = element('ul', { class: 'tiles' });
  let tiles: { readonly unit: number; readonly live: HTMLCanvasElement; readonly agreement: HTMLElement }[] =
    [];
  const tile = (unit: number, silenced: boolean) => {
    const canvasOf = (name: string) =>
      element('canvas', {
        class: 'pixels',
        role: 'img',
        'aria-label': `${name} of unit ${unit}`,
        width: columns,
        height: rows,
      });
    const [live, kept] = [canvasOf('rate map so far'), canvasOf('stored rate map')];
    drawMap(kept, mapOf(stored.maps, unit), [rows, columns], colours);
    const agreement = element('span', { class: 'agreement' }, '–');
    const scores = `grid ${scoreText(stored.gridScores[unit]!)}, border ${scoreText(stored.borderScores[unit]!)}`;
    const name = `unit ${unit}${silenced ? ', silenced' : ''}: ${classLooks[classes[unit]!].name}`;
    tiles.push({ unit, live, agreement });
    return element(
      'li',
      { 'data-unit': unit, 'data-grid': stored.gridScores[unit]!, 'data-border': stored.borderScores[unit]! },
      element('div', { class: 'pair' }, live, kept),
      element('p', {}, name, element('br'), scores, element('br'), 'so far with stored: r ', agreement),
    );
  };
  return {
    host,
    show(units, silenced) {
      tiles = [];
      host.replaceChildren(...units.map((unit) => tile(unit, silenced.has(unit))));
    },
    draw(live) {
      for (const { unit, live: canvas, agreement } of tiles) {
        if (live === undefined) canvas.getContext('2d')!.clearRect(0, 0, columns, rows);
        else drawMap(canvas, mapOf(live, unit), [rows, columns], colours);
        const r = live === undefined ? NaN : mapsAgree(mapOf(live, unit), mapOf(stored.maps, unit));
        agreement.textContent = Number.isNaN(r) ? '–' : r.toFixed(2);
      }
    },
  };
}
