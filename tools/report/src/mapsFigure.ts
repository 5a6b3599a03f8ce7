import type { MapsFigure } from '@goal-driven/core';
import { colourMap } from './colourMap';
import { formatNumber } from './formatNumber';
import { safe, type Html } from './Html';
import { png } from './png';

type Rows = MapsFigure['maps'][number]['values'];

/**
 * Small images side by side, each over its own range, which is printed under it. Bins of NaN stay blank.
 * Images are PNG of 63 colours: a thousand maps stay below two megabytes.
 */
export function mapsFigure({ maps, unit }: MapsFigure): Html {
  const tiles = maps.map(({ label, values, below }) => {
    const range = rangeOf(values);
    return safe`<div class="tile">
      ${image(values, range, `${label}, ${rangeText(range, unit)}`)}
      ${below === undefined ? [] : image(below, rangeOf(below), `${label}, below`)}
      <p>${label}<br />${rangeText(range, unit)}</p>
    </div>`;
  });
  return safe`<div class="maps">${tiles}</div>
    <p class="ramp">
      lowest ${image([ramp], [0, 1], 'colours from the lowest to the highest value')} highest of each image
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
      const share = high > low ? (value - low) / (high - low) : 0;
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
  Number.isNaN(low)
    ? 'no values'
    : `${formatNumber(round(low))} to ${formatNumber(round(high))}${unit === '' ? '' : ` ${unit}`}`;

const round = (value: number): number => Number(value.toPrecision(3));
