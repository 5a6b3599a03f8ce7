import { ConfigError } from '@goal-driven/core';
import { z } from 'zod';
import { MOUSENET_ARROWS, type MouseNetArrow } from './mouseNetTable';

const positive = (description: string, unit: string) => z.number().positive().meta({ description, unit });

const Population = z.strictObject({
  neurons: positive('Excitatory neurons', '1'),
  channels: z.int().positive().max(4096).meta({ description: 'Channels; see mouseNetChannels', unit: '1' }),
  area: positive('Size of its area', 'mm^2'),
});

const Projection = z.strictObject({
  width: positive('Standard deviation of where its axons end', 'mm'),
  weight: positive('Its part in what the target hears from other areas, in any unit', '1'),
});

/** What is known of the circuit, from which the arrows of a MouseNet follow. Names are the published ones: `VISp2/3`. */
export const MouseNetCircuit = z
  .strictObject({
    populations: z.record(z.string(), Population).meta({ description: 'All populations but LGNv, by name' }),
    projections: z
      .record(z.string(), Projection)
      .meta({ description: 'Arrows between areas, as source>target' }),
    lgnChannels: z.int().positive().max(4096).default(5).meta({ description: 'Channels of LGNv', unit: '1' }),
  })
  .meta({
    title: 'Circuit of a MouseNet',
    source: 'Shi et al. 2022, doi:10.1371/journal.pcbi.1010427 (Mouse_CNN)',
  });
export type MouseNetCircuit = z.output<typeof MouseNetCircuit>;

/** Widths of axons within an area of the cat, um, and probabilities of a connection at 75 um, source then target. */
const CAT_WIDTH: Laminar = { 4: { '2/3': 220 }, '2/3': { 5: 100 } };
const HIT_RATE: Laminar = { 4: { '2/3': 0.14 }, '2/3': { 5: 0.083 } };
type Laminar = { readonly [source: string]: { readonly [target: string]: number } };

/** A mouse has 114 um where a cat has 180. */
const MOUSE_PER_CAT = 114 / 180;
/** Distance at which connections were counted, um. */
const HIT_DISTANCE = 75;
/** Connections that a neuron has from other areas. */
const EXTERNAL_CONNECTIONS = 1000;

/** How many channels a population has: its neurons over the pixels of its map, side x side. */
export const mouseNetChannels = (neurons: number, side: number): number => Math.floor(neurons / side ** 2);

/**
 * Spread and greatest probability of connections from one layer of an area to another.
 *
 * @returns sigma in um
 * @throws ConfigError for layers that the network does not connect
 */
export function laminarConnections(source: string, target: string): { sigma: number; peak: number } {
  const [width, rate] = [CAT_WIDTH[source]?.[target], HIT_RATE[source]?.[target]];
  if (width === undefined || rate === undefined)
    throw new ConfigError(
      `laminarConnections: layers must be 4 and 2/3, or 2/3 and 5, got ${source} and ${target}`,
    );
  const sigma = width * MOUSE_PER_CAT;
  return { sigma, peak: rate / Math.exp(-(HIT_DISTANCE ** 2) / (2 * sigma ** 2)) };
}

/** Sum over the kernel of `exp(-r^2 / (2 sigma^2))`; it reaches one sigma, in whole pixels. */
export function kernelMass(sigma: number): number {
  const reach = Math.floor(sigma);
  const along = Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    Math.exp(-((tap - reach) ** 2) / (2 * sigma ** 2)),
  );
  return along.reduce((sum, each) => sum + each, 0) ** 2;
}

/**
 * Channels and arrows of the MouseNet of a circuit, in the published order.
 *
 * Within an area the spread is that of the cat's axons, scaled, and the probability meets the rate measured at 75 um;
 * between areas the peak is such that a neuron has 1000 connections from below, in proportion to the weights.
 *
 * @differs the counts behind the published table of 2020 are not public. Its peaks follow these rules; its channels and
 *   spreads do not follow from the neurons counted in 2022, so channels are given, not computed
 * @throws ConfigError when a population or a projection is absent, or one is not known; where axons spread over less than
 *   a pixel from which the network takes one of two, or over more than a map
 */
export function mouseNetTableOf({ populations, projections, lgnChannels }: MouseNetCircuit): {
  readonly channels: { readonly [population: string]: number };
  readonly arrows: readonly MouseNetArrow[];
} {
  requireNames('populations', populations, new Set(MOUSENET_ARROWS.flatMap(([, target]) => (target === 'LGNv' ? [] : [target])))); // prettier-ignore
  requireNames('projections', projections, new Set(MOUSENET_ARROWS.filter(betweenAreas).map(([source, target]) => `${source}>${target}`))); // prettier-ignore
  const own = Object.entries(populations).map(([name, { channels }]) => [name, channels] as const);
  const channels = { input: 3, LGNv: lgnChannels, ...Object.fromEntries(own) };
  const heard = (target: string) =>
    Object.entries(projections).reduce(
      (sum, [arrow, { weight }]) => sum + (arrow.endsWith(`>${target}`) ? weight : 0),
      0,
    );
  const arrows = MOUSENET_ARROWS.map((arrow): MouseNetArrow => {
    const [source, target, stride, peak, sigma] = arrow;
    if (source === 'input' || source === 'LGNv') return [source, target, stride, peak, sigma];
    const pixels = pixelsPerMillimetre(populations[source]!);
    if (!betweenAreas(arrow)) {
      const laminar = laminarConnections(layerOf(source), layerOf(target));
      return [source, target, stride, laminar.peak, spreadOf(arrow, laminar.sigma / 1000, pixels)];
    }
    const { width, weight } = projections[`${source}>${target}`]!;
    const spread = spreadOf(arrow, width, pixels);
    const connections = (EXTERNAL_CONNECTIONS * weight) / heard(target);
    return [
      source,
      target,
      stride,
      connections / (populations[source]!.channels * kernelMass(spread)),
      spread,
    ];
  });
  return { channels, arrows };
}

const LAYER = /(4|2\/3|5)$/;
const layerOf = (population: string): string => LAYER.exec(population)![0]; // all but LGNv end in their layer
const areaOf = (population: string): string => population.replace(LAYER, '');

const betweenAreas = ([source, target]: MouseNetArrow): boolean =>
  source !== 'input' && source !== 'LGNv' && areaOf(source) !== areaOf(target);

/** Pixels of the largest map, as far as a kernel may reach. */
const WIDEST = 64;

/** The spread of a projection in pixels of its source, which a kernel can have. */
function spreadOf([source, target, stride]: MouseNetArrow, width: number, pixels: number): number {
  const [spread, least] = [width * pixels, stride === 2 ? 1 : 0];
  if (!(spread >= least && spread <= WIDEST))
    throw new ConfigError(
      `mouseNetTableOf: ${source}>${target} must spread over ${least} .. ${WIDEST} px of its source, got a width of ` +
        `${width} mm, which is ${spread} px`,
    );
  return spread;
}

/** The side of a map with one pixel for each neuron of a channel, over the side of the area. */
const pixelsPerMillimetre = ({ neurons, channels, area }: z.output<typeof Population>): number =>
  Math.sqrt(neurons / channels) / Math.sqrt(area);

function requireNames(what: string, given: object, wanted: ReadonlySet<string>): void {
  const names = Object.keys(given);
  const wrong = [
    ...[...wanted].filter((name) => !names.includes(name)).map((name) => `no ${name}`),
    ...names.filter((name) => !wanted.has(name)),
  ];
  if (wrong.length > 0)
    throw new ConfigError(
      `mouseNetTableOf: ${what} must be those of the network, got ${wrong.slice(0, 5).join(', ')}`,
    );
}
