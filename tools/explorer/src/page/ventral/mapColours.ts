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
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => {
    const hex = style.getPropertyValue(name).trim(); // #rrggbb
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  };
  const [below, zero, above] = [colour('--vermilion'), colour('--paper'), colour('--blue')];
  return (value) => {
    const share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
    const end = value < 0 ? below : above;
    return [0, 1, 2].map((at) => zero[at]! + share * (end[at]! - zero[at]!)) as [number, number, number];
  };
}
