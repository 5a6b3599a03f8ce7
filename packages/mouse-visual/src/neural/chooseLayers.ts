import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import { randomSplits, type Split } from '@goal-driven/metrics';
import { z } from 'zod';
import { layerSource, type FitLayersOptions, type LayerFit, type ModelLayers } from './fitLayers';
import type { MouseArea } from './mouseAreas';
import { meanTerms, mouseFit } from './mouseFit';
import type { MousePredictivity } from './MousePredictivity';
import type { AreaResponses } from './mouseResponses';
import { summariseFits, type AnimalFit } from './summariseFits';

/**
 * How a layer is chosen for an area, always by the median over units of the ceiled value, of equals the first layer.
 *
 * - `sameData`: by the very values that are reported, as published; biased upwards
 * - `otherAnimals`: for each animal by the units of the others of its area
 * - `innerImages`: for each split by splits within its training images, so that its test images have no say
 */
export const layerChoices = ['sameData', 'otherAnimals', 'innerImages'] as const;

export const LayerChoice = z
  .strictObject({
    by: z.enum(layerChoices).default('sameData').meta({ description: 'What a layer is chosen by' }),
    innerSplits: z.int().positive().default(2).meta({
      description: 'Of innerImages: random splits of the training images, half of them in training again',
      unit: '1',
    }),
  })
  .meta({ title: 'Choice of a layer for each area' });
export type LayerChoice = z.output<typeof LayerChoice>;

/** What a choice of layers comes to in an area. */
export type ChosenLayers = {
  readonly area: MouseArea;
  /** One for the area, for each animal or for each split, as the choice goes. */
  readonly layers: readonly string[];
  /** The values of the units at the chosen layers. */
  readonly animals: readonly AnimalFit[];
};

/**
 * The layer of each area by what `fitLayers` found.
 *
 * @throws ConfigError where no layer has a value, or with `otherAnimals` for an area of a single animal
 * @source Nayebi et al. 2023 for `sameData`; the other choice is ours
 */
export function chooseLayers(
  fits: readonly LayerFit[],
  by: Exclude<LayerChoice['by'], 'innerImages'>,
): ChosenLayers[] {
  return [...new Set(fits.map(({ area }) => area))].map((area): ChosenLayers => {
    const own = fits.filter((fit) => fit.area === area);
    if (by === 'sameData') {
      const best = bestFit(area, own);
      return { area, layers: [best.layer], animals: best.animals };
    }
    const chosen = own[0]!.animals.map((_, animal) => {
      const others = own.map((fit) => ({ ...fit, animals: fit.animals.filter((_, at) => at !== animal) }));
      if (others[0]!.animals.length === 0) {
        throw new ConfigError(`chooseLayers: ${area} must have at least 2 animals for otherAnimals, got 1`);
      }
      const { layer } = bestFit(area, others);
      return { layer, fit: own.find((fit) => fit.layer === layer)!.animals[animal]! };
    });
    return { area, layers: chosen.map(({ layer }) => layer), animals: chosen.map(({ fit }) => fit) };
  });
}

/**
 * The layer of each area and split by splits within the training images. A unit's value is the mean over splits of the
 * means over halves.
 *
 * @throws ConfigError with RSA, which has no training images, and where no layer has a value; and as `fitLayers`
 */
export async function chooseLayersWithin(
  model: ModelLayers,
  areas: readonly AreaResponses[],
  config: MousePredictivity & Pick<LayerChoice, 'innerSplits'>,
  { signal }: FitLayersOptions = {},
): Promise<ChosenLayers[]> {
  if (config.map.kind === 'rsa') {
    throw new ConfigError('chooseLayersWithin: map must have training images, got rsa');
  }
  const images = areas[0]?.animals[0]?.responses.shape[1] ?? 0;
  const outer = randomSplits(images, { trainFraction: config.trainFraction, splits: config.splits, seed: 0 });
  type Found = { readonly inner: LayerFit; readonly test: readonly AnimalFit[] };
  const found = new Map<string, Found[]>(); // by area and split
  for (const layer of model.layers) {
    const source = await layerSource(model, layer, { areas, map: config.map });
    for (const { area, animals } of areas) {
      outer.forEach((split, index) => {
        const fit = (splits: readonly Split[]) =>
          animals.map(({ specimen, responses }): AnimalFit => {
            const { test, skippedHalves } = mouseFit([source], responses, config, { splits, signal });
            return { specimen, ...test, skippedHalves };
          });
        const inner = { layer, area, animals: fit(splitsWithin(split.train, config.innerSplits)) };
        const key = `${area}/${index}`;
        found.set(key, [...(found.get(key) ?? []), { inner, test: fit([split]) }]);
      });
    }
  }
  return areas.map(({ area, animals }): ChosenLayers => {
    const chosen = outer.map((_, index) => {
      const candidates = found.get(`${area}/${index}`)!;
      const { layer } = bestFit(
        area,
        candidates.map(({ inner }) => inner),
      );
      return { layer, test: candidates.find(({ inner }) => inner.layer === layer)!.test };
    });
    return {
      area,
      layers: chosen.map(({ layer }) => layer),
      animals: animals.map(({ specimen }, at) => ({
        specimen,
        ...meanTerms(chosen.map(({ test }) => test[at]!)),
        skippedHalves: chosen[0]!.test[at]!.skippedHalves, // the halves of every split are the same
      })),
    };
  });
}

function splitsWithin(train: ArrayLike<number>, count: number): Split[] {
  const half = Math.ceil(train.length / 2);
  return Array.from({ length: count }, (_, seed) => {
    const order = new RandomState(seed).permutation(train.length).map((place) => train[place]!);
    return { train: order.slice(0, half), test: order.slice(half) };
  });
}

/** The first of the largest median over units. */
function bestFit(area: MouseArea, fits: readonly LayerFit[]): LayerFit {
  const scored = fits.map((fit) => ({ fit, value: summariseFits(fit.animals).ceiled }));
  const known = scored.filter(({ value }) => !Number.isNaN(value));
  if (known.length === 0)
    throw new ConfigError(`chooseLayers: ${area} must have a layer with a value, got none`);
  return known.reduce((best, own) => (own.value > best.value ? own : best)).fit;
}
