import type { Figure } from '@goal-driven/core';
import { layersOf, type GenomeFrequencies, type Share } from './connectionFrequencies';

/** More bars than these are no longer read. */
const MOST_BARS = 40;

/**
 * The figures of `connectionFrequencies`: connections as matrices from layer by layer, best beside all; connections and
 * choices as bars with intervals, those first that the best have more often than all have. None without genomes.
 */
export function connectionFigures(frequencies: GenomeFrequencies): Figure[] {
  const { best, all, connections, choices } = frequencies;
  if (best === 0) return [];
  const bars = connections.map(({ kind, from, to, ...shares }) => ({
    label: `${kind} ${from} to ${to}`,
    ...shares,
  }));
  const settings = choices
    .filter((choice) => choice.best.n > 0 && choice.all.count < choice.all.n)
    .map(({ gene, value, ...shares }) => ({
      label: value === true ? gene : `${gene} ${String(value)}`,
      ...shares,
    }));
  const against = `Share among the ${best} best, with Wilson's interval of 95 %; in brackets that of all ${all}.`;
  return [
    matrices(frequencies),
    {
      kind: 'bars',
      name: 'emergent-connections',
      title: 'Connections of the best',
      caption: `${against} Of a connection those count whose chain has both layers.`,
      axes: { x: 'share of genomes', y: 'connection' },
      bars: ordered(bars).map(bar),
    },
    {
      kind: 'bars',
      name: 'emergent-choices',
      title: 'Choices of the best',
      caption: `${against} Of a choice those count that have it; the ${MOST_BARS} with the largest difference.`,
      axes: { x: 'share of genomes', y: 'choice' },
      bars: ordered(
        [...settings].sort((a, b) => Math.abs(gain(b)) - Math.abs(gain(a))).slice(0, MOST_BARS),
      ).map(bar),
    },
  ];
}

type Compared = { readonly label: string; readonly best: Share; readonly all: Share };

const gain = ({ best, all }: Compared): number => best.share - all.share;

/** From what the best have more often than all to what they have less often; what no best could have comes last. */
const ordered = (compared: readonly Compared[]): Compared[] =>
  [...compared].sort((a, b) => (b.best.n > 0 ? gain(b) : -2) - (a.best.n > 0 ? gain(a) : -2));

const bar = ({ label, best, all }: Compared) => ({
  label: `${label} (${all.share.toFixed(2)})`,
  value: best.share,
  ...(best.n > 0 && { interval: best.interval }),
});

function matrices(frequencies: GenomeFrequencies): Figure {
  const { best, all, connections } = frequencies;
  const layers = layersOf(frequencies);
  const matrix = (of: 'best' | 'all') =>
    layers.map((from) =>
      layers.map((to) => connections.find((one) => one.from === from && one.to === to)?.[of].share ?? NaN),
    );
  const order = layers.join(', ');
  const [ofBest, ofAll] = [matrix('best'), matrix('all')];
  const shares = [...ofBest, ...ofAll].flat().filter((share) => !Number.isNaN(share));
  const range: [number, number] = [0, Math.max(...shares, 0)];
  return {
    kind: 'maps',
    name: 'emergent-connectivity',
    title: 'Emergent connectivity',
    caption:
      `Share of genomes with a connection. Rows, from the bottom, are the layers it comes from, columns, from the ` +
      `left, those it goes to: ${order}. Both maps have the colours of one range. Above the diagonal feedback, below it bypass; blank is no connection of the space.`,
    maps: [
      { label: `the ${best} best`, values: ofBest },
      { label: `all ${all}`, values: ofAll },
    ],
    range,
    unit: 'share',
  };
}
