import { colourMap } from '@goal-driven/report';

/** From a value to red, green and blue, 0 to 255. */
export type MapColours = (value: number) => readonly [number, number, number];

/** The report's viridis over a range. */
export function viridis([low, high]: readonly [number, number]): MapColours {
  const last = colourMap.length - 2; // entry 0 is the blank
  return (value) => {
    const share = high > low ? (value - low) / (high - low) : 0;
    return colourMap[1 + Math.round(last * Math.min(1, Math.max(0, share)))]!;
  };
}

/** Differences: the page's vermilion below 0, its blue above, its paper at 0, deepest at `most` and beyond. */
export function diverging(most: number): MapColours {
  const [below, zero, above] = ['--vermilion', '--paper', '--blue'].map(channelsOf);
  return (value) => {
    const share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
    const end = (value < 0 ? below : above)!;
    return [0, 1, 2].map((at) => zero![at]! + share * (end[at]! - zero![at]!)) as [number, number, number];
  };
}

/** Red, green and blue of a colour of the page, however its style sheet writes it. */
function channelsOf(name: string): number[] {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!; // every browser has it
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
}
