import { ConfigError, ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { mouseAreas, type MouseArea } from './mouseAreas';
import { mouseRecordings, type MouseRecordings, type MouseUnit } from './MouseRecordings';
import { projected, standardised } from './randomHierarchy';

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });
const share = (description: string) => z.number().min(0).max(1).meta({ description, unit: '1' });
const milliseconds = (description: string) => z.number().nonnegative().meta({ description, unit: 'ms' });

export const AreaSource = z
  .strictObject({
    area: z.enum(mouseAreas),
    layer: z.string().min(1).meta({ description: 'Of the features, what the units of the area read' }),
    latency: milliseconds('From image onset to the first response').default(40),
  })
  .meta({ title: 'What an area reads, and when' });
export type AreaSource = z.output<typeof AreaSource>;

/** An area further up reads a later layer, later. */
const HIERARCHY: readonly z.input<typeof AreaSource>[] = [
  { area: 'VISp', layer: 'layer1', latency: 40 },
  { area: 'VISl', layer: 'layer2', latency: 50 },
  { area: 'VISrl', layer: 'layer2', latency: 60 },
  { area: 'VISal', layer: 'layer3', latency: 60 },
  { area: 'VISpm', layer: 'layer3', latency: 80 },
  { area: 'VISam', layer: 'layer4', latency: 90 },
];

export const SyntheticMice = z
  .strictObject({
    sources: z
      .array(AreaSource)
      .min(1)
      .default(() => HIERARCHY.map((source) => AreaSource.parse(source)))
      .meta({ description: 'Each area once' }),
    kind: z
      .enum(['neuropixels', 'calcium'])
      .default('neuropixels')
      .meta({ description: 'What their file says of how they were recorded' }),
    specimens: count('Animals, each recorded in all areas').default(8),
    fewestUnits: count('Units of an animal in an area, at least').default(8),
    mostUnits: count('Units of an animal in an area, at most').default(16),
    trials: count('Presentations of each image').min(2).default(50),
    bins: count('Bins of time').default(25),
    binWidth: z.number().positive().default(10).meta({ description: 'Of a bin', unit: 'ms' }),
    rise: z.number().positive().default(50).meta({ description: 'From the latency to the peak', unit: 'ms' }),
    decay: z
      .number()
      .positive()
      .default(200)
      .meta({ description: 'Time constant of the fall after the peak', unit: 'ms' }),
    reliability: z.number().gt(0).max(1).default(0.9).meta({
      description:
        'Of a unit at its peak, one bin averaged over all trials: share of variance over images not noise',
      unit: '1',
    }),
    explained: share(
      "Correlation of a unit without noise with its readout of the layer; the rest is a unit's own",
    ).default(0.9),
    silent: share('Of units that only noise drives').default(0.1),
    running: share('Of units that running modulates (P value below 0.05)').default(0.1),
    baseline: z.number().default(5).meta({ description: 'Mean response', unit: 'Hz or dF/F' }),
    amplitude: z
      .number()
      .positive()
      .default(2)
      .meta({ description: 'Deviation over images at the peak', unit: 'Hz or dF/F' }),
  })
  .meta({ title: 'Mice whose areas read known layers' });
export type SyntheticMice = z.output<typeof SyntheticMice>;

/**
 * Recordings of animals that never were: every unit reads a random direction of one layer, the same layer for all units
 * of an area, comes on after the latency of the area, and has normal noise in every trial and bin (so rates can fall below
 * 0). They stand in where no recordings are given, and are labelled `synthetic` wherever they appear. Reliability is
 * left out, as by a recording: `withReliability` computes it.
 *
 * @param features by layer, [images, units] each, the same images
 * @param rng a unit draws from the child of its area, specimen and number
 * @throws ConfigError for a layer that is not among the features, an area twice, or fewer units at most than at least;
 *   ShapeError for features of other axes or images
 */
export function syntheticMice(
  config: SyntheticMice,
  features: Readonly<Record<string, NdArray>>,
  rng: Rng,
): MouseRecordings {
  const images = requireSources(config, features);
  const { sources, specimens, trials, bins, binWidth } = config;
  const drawn = sources.flatMap((source) =>
    Array.from({ length: specimens }, (_, specimen) => {
      const own = rng.child(source.area).child(specimen);
      return unitsOf(config, { source, specimen, features: features[source.layer]!, rng: own });
    }).flat(),
  );
  const times = Float64Array.from({ length: bins }, (_, bin) => bin * binWidth);
  const responses = new Float32Array(trials * images * bins * drawn.length);
  drawn.forEach(({ signal, source, rng: own }, place) => {
    const gains = times.map((start) => gainAt(start + binWidth / 2 - source.latency, config));
    const noise = config.amplitude * Math.sqrt((trials * (1 - config.reliability)) / config.reliability);
    const stream = own.child('noise').stream();
    for (let shown = 0; shown < trials * images; shown++) {
      for (let bin = 0; bin < bins; bin++) {
        responses[(shown * bins + bin) * drawn.length + place] =
          config.baseline +
          config.amplitude * gains[bin]! * signal[shown % images]! +
          (noise === 0 ? 0 : noise * stream.normal());
      }
    }
  });
  return mouseRecordings({
    header: {
      ...{ format: 'goal-driven/mouse-recordings', version: 1, name: 'synthetic mice', kind: config.kind },
      ...{ synthetic: true, unit: config.kind === 'calcium' ? 'dF/F' : 'Hz', binWidth },
    },
    responses: ndArray(responses, [trials, images, bins, drawn.length]),
    images: Int32Array.from({ length: images }, (_, image) => image),
    times,
    units: drawn.map(({ unit }, id) => ({ ...unit, id })),
  });
}

type DrawnUnit = {
  readonly unit: Omit<MouseUnit, 'id'>;
  readonly source: AreaSource;
  /** [images], deviation 1; 0 of a silent unit */
  readonly signal: Float64Array;
  readonly rng: Rng;
};

function unitsOf(
  config: SyntheticMice,
  {
    source,
    specimen,
    features,
    rng,
  }: {
    readonly source: AreaSource;
    readonly specimen: number;
    readonly features: NdArray;
    readonly rng: Rng;
  },
): DrawnUnit[] {
  const { fewestUnits, mostUnits, explained, silent, running } = config;
  const count =
    fewestUnits +
    rng
      .child('count')
      .stream()
      .integer(mostUnits - fewestUnits + 1);
  return Array.from({ length: count }, (_, index): DrawnUnit => {
    const own = rng.child(index);
    const [kind, runs, p] = [...own.child('kind').uniform(3)] as [number, number, number];
    const read = standardised(projected(features, own.child('weights').normal(features.shape[1]!)));
    const rest = standardised(own.child('rest').normal(features.shape[0]!));
    const mixed = standardised(
      read.map((value, image) => explained * value + Math.sqrt(1 - explained ** 2) * rest[image]!),
    );
    const runningP = runs < running ? 0.05 * p : 0.05 + 0.95 * p;
    return {
      unit: { specimen, area: source.area, imageSelectivity: NaN, runningP },
      ...{ source, rng: own, signal: kind < silent ? mixed.fill(0) : mixed },
    };
  });
}

/** 0 before the latency, 1 at the peak. */
function gainAt(since: number, { rise, decay }: SyntheticMice): number {
  if (since <= 0) return 0;
  return since < rise ? since / rise : Math.exp((rise - since) / decay);
}

/** The number of images of all layers that are read. */
function requireSources(
  { sources, fewestUnits, mostUnits }: SyntheticMice,
  features: Readonly<Record<string, NdArray>>,
): number {
  if (mostUnits < fewestUnits) {
    throw new ConfigError(
      `syntheticMice: mostUnits must be at least fewestUnits, ${fewestUnits}, got ${mostUnits}`,
    );
  }
  const seen = new Set<MouseArea>();
  let images: number | undefined;
  for (const { area, layer } of sources) {
    if (seen.has(area))
      throw new ConfigError(`syntheticMice: sources must name each area once, got ${area} twice`);
    seen.add(area);
    const own = Object.hasOwn(features, layer) ? features[layer] : undefined;
    if (own === undefined) {
      throw new ConfigError(
        `syntheticMice: the source of ${area} must be among ${Object.keys(features).join(', ')}, got ${layer}`,
      );
    }
    images ??= own.shape[0]!;
    if (own.shape.length !== 2 || own.shape[0] !== images) {
      throw new ShapeError(
        `syntheticMice: features of ${layer} must be [${images} images, units], got [${own.shape}]`,
      );
    }
  }
  return images!;
}
