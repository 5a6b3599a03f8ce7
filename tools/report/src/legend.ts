import { safe, trusted, type Html } from './Html';

/** Shapes of dots by group, so that print without colour still tells them apart. */
export const symbols = ['circle', 'triangle', 'square', 'diamond'] as const;

export type LegendEntry = {
  readonly label: string;
  readonly colour: string;
  readonly mark: 'line' | 'area' | 'dot';
  readonly dash?: string;
  /** Of a dot; a circle where left out. */
  readonly symbol?: (typeof symbols)[number];
};

/** Names the series of a figure beside a swatch of each; empty for a single series without a name. */
export function legend(entries: readonly LegendEntry[]): Html {
  if (entries.every(({ label }) => label === '')) return trusted('');
  return safe`<ul class="legend">
    ${entries.map((entry) => safe`<li>${swatch(entry)} ${entry.label}</li>`)}
  </ul>`;
}

const DOTS = {
  circle: 'M8,6a4,4 0 1,0 8,0a4,4 0 1,0 -8,0',
  triangle: 'M12,1.5L16.5,10H7.5Z',
  square: 'M8.5,2.5H15.5V9.5H8.5Z',
  diamond: 'M12,1L16,6L12,11L8,6Z',
};

function swatch({ colour, mark, dash = 'none', symbol = 'circle' }: LegendEntry): Html {
  const shape = {
    line: safe`<path d="M1,6H23" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}" />`,
    area: safe`<rect x="4" y="1" width="16" height="10" fill="${colour}" fill-opacity="0.6" />`,
    dot: safe`<path d="${DOTS[symbol]}" fill="${colour}" />`,
  }[mark];
  return safe`<svg class="swatch" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
    ${shape}
  </svg>`;
}
