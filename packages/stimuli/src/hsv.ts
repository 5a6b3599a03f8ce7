type Triple = readonly [number, number, number];

/** Red, green, blue in [0, 1] from hue in turns (any real number), saturation and value in [0, 1]. */
export function rgbFromHsv(hue: number, saturation: number, value: number): [number, number, number] {
  const sector = (hue - Math.floor(hue)) * 6;
  const whole = Math.floor(sector) % 6;
  const rest = sector - Math.floor(sector);
  const low = value * (1 - saturation);
  const falling = value * (1 - saturation * rest);
  const rising = value * (1 - saturation * (1 - rest));
  const table: readonly Triple[] = [
    [value, rising, low],
    [falling, value, low],
    [low, value, rising],
    [low, falling, value],
    [rising, low, value],
    [value, low, falling],
  ];
  return [...table[whole]!];
}

/** Hue in [0, 1) turns, saturation and value in [0, 1]; a gray has hue 0 and saturation 0. */
export function hsvFromRgb(red: number, green: number, blue: number): [number, number, number] {
  const value = Math.max(red, green, blue);
  const chroma = value - Math.min(red, green, blue);
  if (chroma === 0) return [0, 0, value];
  let sector = 4 + (red - green) / chroma;
  if (value === red) sector = (green - blue) / chroma;
  else if (value === green) sector = 2 + (blue - red) / chroma;
  return [(sector / 6 + 1) % 1, chroma / value, value];
}
