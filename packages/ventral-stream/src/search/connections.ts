/** The published chains of layers, and which of their layers may have a cell. */
export const CHAINS = {
  shallow: ['conv3', 'conv4', 'conv5'],
  intermediate: ['conv4', 'conv5', 'conv6', 'conv7', 'conv8', 'conv9', 'conv10'],
  reciprocal: ['conv4', 'conv5', 'conv6', 'conv7', 'conv8', 'conv9', 'conv10'],
} as const;
export type ChainName = keyof typeof CHAINS;

/** Layers that may have a cell in some chain. */
export const LAYERS = ['conv3', ...CHAINS.intermediate] as const;
export type LayerName = (typeof LAYERS)[number];

/** An arrow between two layers of a chain; its gene is called `conv8-conv5`. */
export type Connection = {
  readonly name: string;
  readonly kind: 'feedback' | 'bypass';
  readonly from: LayerName;
  readonly to: LayerName;
};

const togetherIn = (chain: ChainName, layers: readonly LayerName[]): boolean =>
  layers.every((layer) => (CHAINS[chain] as readonly LayerName[]).includes(layer));

/** Whether a chain has both ends of a connection. */
export const hasBoth = (chain: ChainName, { from, to }: Connection): boolean => togetherIn(chain, [from, to]);

const pairs = LAYERS.flatMap((early, place) =>
  LAYERS.slice(place + 1)
    .filter((late) => Object.keys(CHAINS).some((chain) => togetherIn(chain as ChainName, [early, late]))) // own keys
    .map((late) => ({ early, late })),
);

/** All arrows back: from each layer with a cell to each earlier one. */
export const FEEDBACKS: readonly Connection[] = pairs.map(({ early, late }) => ({
  name: `${late}-${early}`,
  kind: 'feedback',
  from: late,
  to: early,
}));

/** All arrows forward that skip a layer with a cell. */
export const BYPASSES: readonly Connection[] = pairs
  .filter(({ early, late }) => numberOf(late) - numberOf(early) > 1)
  .map(({ early, late }) => ({ name: `${early}-${late}`, kind: 'bypass', from: early, to: late }));

/** The number in a layer's name. */
export function numberOf(layer: LayerName): number {
  return Number(layer.slice('conv'.length));
}
