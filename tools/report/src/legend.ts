import { safe, trusted, type Html } from './Html';

export type LegendEntry = {
  readonly label: string;
  readonly colour: string;
  readonly mark: 'line' | 'area' | 'dot';
  readonly dash?: string;
};

/** Names the series of a figure beside a swatch of each; empty for a single series without a name. */
export function legend(entries: readonly LegendEntry[]): Html {
  if (entries.every(({ label }) => label === '')) return trusted('');
  return safe`<ul class="legend">
    ${entries.map((entry) => safe`<li>${swatch(entry)} ${entry.label}</li>`)}
  </ul>`;
}

function swatch({ colour, mark, dash = 'none' }: LegendEntry): Html {
  const shape = {
    line: safe`<path d="M1,6H23" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}" />`,
    area: safe`<rect x="4" y="1" width="16" height="10" fill="${colour}" fill-opacity="0.6" />`,
    dot: safe`<circle cx="12" cy="6" r="4" fill="${colour}" />`,
  }[mark];
  return safe`<svg class="swatch" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
    ${shape}
  </svg>`;
}
