import type { MapsFigure } from '@goal-driven/core';
import { colourMap } from './colourMap';
import { formatNumber } from './formatNumber';
import { safe, type Html } from './Html';
import { png } from './png';

type Rows = MapsFigure['maps'][number]['values'];

/**
 * Small images side by side, the range of each printed under it. Their colours run over that range, or over the one of
 * the figure. Bins of NaN stay blank.
 * Images are PNG of 63 colours: a thousand maps stay below two megabytes.
 */
export function mapsFigure({ maps, unit, range: common }: MapsFigure): Html {
  const tiles = maps.map(({ label, values, below }) => {
    const range = rangeOf(values);
    return safe`<div class="tile">
      ${image(values, common ?? range, `${label}, ${rangeText(range, unit)}`)}
      ${below === undefined ? [] : image(below, rangeOf(below), `${label}, below`)}
      <p>${label}<br />${rangeText(range, unit)}</p>
    </div>`;
  });
  return safe`<div class="maps">${tiles}</div>
    <p class="ramp">
      ${common === undefined ? 'lowest' : inUnit(common[0], '')}
      ${image([ramp], [0, 1], 'colours from the lowest to the highest value')}
      ${common === undefined ? 'highest of each image' : `${inUnit(common[1], unit)} in all images`}
    </p>`;
}

const ramp = Array.from({ length: 63 }, (_, index) => index / 62);

function image(rows: Rows, [low, high]: readonly [number, number], description: string): Html {
  const height = rows.length;
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (height === 0 || width === 0) return safe`<p>empty</p>`;
  const pixels = new Uint8Array(width * height);
  rows.forEach((row, y) => {
    row.forEach((value, x) => {
      const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
      // The first row is the bottom of the arena and the last of the image; 0 is the blank.
      if (Number.isFinite(value))
        pixels[(height - 1 - y) * width + x] = 1 + Math.round(share * (colourMap.length - 2));
    });
  });
  return safe`<img
    src="${png(pixels, { width, height }, colourMap)}"
    alt="${description}"
    style="aspect-ratio:${width}/${height}"
  />`;
}

/** Lowest and highest value that is a number; NaN twice where there is none. */
function rangeOf(rows: Rows): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of rows.flat()) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [NaN, NaN];
}

const rangeText = ([low, high]: readonly [number, number], unit: string): string =>
  Number.isNaN(low) ? 'no values' : `${inUnit(low, '')} to ${inUnit(high, unit)}`;

const inUnit = (value: number, unit: string): string =>
  `${formatNumber(Number(value.toPrecision(3)))}${unit === '' ? '' : ` ${unit}`}`;
