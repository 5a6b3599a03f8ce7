import {
  defineClaim,
  overConditions,
  plainScore,
  type CategoriesFigure,
  type OfCondition,
} from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { heldInMemory, objectSource, RenderedObjects } from '@goal-driven/stimuli';
import { z } from 'zod';
import type { LayerFeatures } from '../neural/LayerFeatures';
import { MousePredictivity } from '../neural/MousePredictivity';
import { networkFeatures } from '../neural/networkFeatures';
import { SyntheticMice } from '../neural/syntheticMice';
import { nayebi2023 } from '../sources';
import { shownStimuli } from '../studies/shownStimuli';
import { encoderPresets } from './claimPresets';
import { encoderFields } from './EncoderConfig';
import { encoderLayers, encoderOf, encoderPipeline, type EncoderCondition } from './encoderParts';
import { isFound, recoveredSource } from './recoveredSource';
import { requireFineImages } from './requireFineImages';
import { withEncoder } from './withEncoder';

const NAME = 'mouse-visual/recovers-source';

const Config = z
  .strictObject({
    ...encoderFields,
    streams: encoderFields.streams
      .unwrap()
      .exclude(['six'])
      .default('single')
      .meta({ description: 'Of the StreamNet: of layers there may be no more than of areas, six' }),
    otherPixels: z.int().positive().default(32).meta({
      description: 'Side of what a contrastive encoder of another resolution sees',
      unit: 'px',
    }),
    stimuli: RenderedObjects.extend({
      kind: z.literal('objects').default('objects'),
      seed: RenderedObjects.shape.seed.unwrap().default(3),
      images: RenderedObjects.shape.images.unwrap().default(118),
    })
      .prefault({})
      .meta({ description: 'What the mice and the encoders are shown' }),
    mice: SyntheticMice.omit({ sources: true }).prefault({}).meta({
      description: 'An area for each layer of the source',
    }),
    fit: MousePredictivity.prefault({}),
    reliabilityHalves: z.int().positive().default(100).meta({
      description: 'Random halves of trials behind the reliability of a unit',
      unit: '1',
    }),
  })
  .meta({ title: 'Recovery of a known source' });

const bound = { unit: '1', above: 0.8 } as const;
const objectives = (['contrastive', 'supervised', 'rotation'] as const).map(encoderOf);
const OTHER = 'contrastive, other resolution';

const { probes: _quick, ...quick } = encoderPresets.quick;
const { probes: _smoke, ...smoke } = encoderPresets.smoke;
const { full } = encoderPresets;

/** Another resolution, and scenes and stimuli as large as it sees them. */
const finest = (pixels: number, { scenes }: { readonly scenes: object }, stimuli: object = {}) => ({
  otherPixels: pixels,
  scenes: { ...scenes, pixels },
  stimuli: { ...stimuli, pixels },
});
const mice = { specimens: 3, trials: 20, bins: 1, binWidth: 250, silent: 0, running: 0 };

export const recoversSource = defineClaim({
  name: NAME,
  question: 'If mouse visual cortex were one of these networks, would the comparison say which?',
  claim: {
    statement:
      'Of synthetic mice whose responses come from a known layer of a known encoder, the pipeline finds that layer, the right resolution and the right objective.',
    protocol:
      'Encoders learn from each seed: contrastive, supervised, by rotation, and contrastive at another resolution. Each in turn is the source of mice, whose areas read one of its layers each, with a share of their own and noise in every trial. Reliable units are selected, and all encoders of the seed are held against them by a map with noise correction. Of the source itself a layer is chosen for an area by the units of other animals; an encoder is named by the mean over areas of its best layer. What decides is the share that is named right: layers over all sources, objectives over the three of one resolution, resolutions over the two contrastive encoders. The source is among the candidates.',
    criteria: [
      { statistic: 'layersFound', meaning: 'share of areas whose layer is named', ...bound },
      { statistic: 'objectivesFound', meaning: 'share of mice whose objective is named', ...bound },
      { statistic: 'resolutionsFound', meaning: 'share of mice whose resolution is named', ...bound },
    ],
  },
  sources: [nayebi2023],
  config: Config,
  presets: {
    full: { ...full, ...finest(128, full) },
    quick: {
      ...quick,
      ...finest(48, quick),
      mice,
      fit: { map: { kind: 'ridge', alpha: 1 }, splits: 3, halves: 3 },
      reliabilityHalves: 10,
    },
    smoke: {
      ...smoke,
      ...finest(48, smoke, { images: 24 }),
      mice: { ...mice, specimens: 2, trials: 6, fewestUnits: 4, mostUnits: 4 },
      fit: { map: { kind: 'ridge', alpha: 1 }, splits: 2, halves: 2 },
      reliabilityHalves: 4,
    },
  },
  async *run({ config, rng, session }) {
    requireFine(config);
    const images = heldInMemory(objectSource(config.scenes));
    const stimuli = heldInMemory(objectSource(config.stimuli));
    const conditions = [...objectives, otherEncoder(config.otherPixels)];
    const seen = yield* overConditions(conditions, { seeds: config.seeds, session }, (condition, seed) =>
      withEncoder(condition, { config, images, seed, rng, session }, async function* (encoder) {
        const side = condition.pixels ?? config.pixels;
        const shown = shownStimuli(stimuli, encoderPipeline('supervised', side));
        const options = { layers: encoderLayers(config), batchSize: 64 };
        const features = networkFeatures(encoder.architecture, encoder, shown, options);
        yield* []; // what is measured comes of all encoders of a seed together
        return { features };
      }),
    );
    const found: Found[] = [];
    for (const seed of config.seeds) {
      const candidates = candidatesOf(seen.filter((one) => one.seed === seed));
      for (const source of Object.keys(candidates)) {
        session.say?.(`mice of ${source}, seed ${seed}`);
        const chance = { rng: rng.child('mice').child(seed).child(source), signal: session.signal };
        const recovered = await recoveredSource(source, candidates, { ...config, ...chance });
        for (const [candidate, value] of Object.entries(recovered.predictivity)) {
          const labels = { source, candidate, seed };
          yield plainScore({
            metric: 'predictivity',
            labels,
            value,
            n: encoderLayers(config).length,
            unit: '1',
          });
        }
        found.push({
          ...{ source, seed, layers: recovered.layers },
          objective: source === OTHER ? NaN : isFound(source, names(objectives), recovered),
          resolution: [OTHER, 'contrastive'].includes(source)
            ? isFound(source, [OTHER, 'contrastive'], recovered)
            : NaN,
        });
      }
    }
    const statistics = {
      layersFound: 'layers',
      objectivesFound: 'objective',
      resolutionsFound: 'resolution',
    } as const;
    for (const [statistic, of] of Object.entries(statistics)) {
      const values = config.seeds.map((seed) =>
        shareOf(
          found.filter((one) => one.seed === seed),
          of,
        ),
      );
      yield { kind: 'finding', finding: meanFinding(statistic, values, { seeds: config.seeds }) };
    }
    yield { kind: 'figure', figure: foundFigure(found, names(conditions)) };
  },
});

/** Refuses scenes and stimuli with less in them than an encoder could see. */
function requireFine({ pixels, otherPixels, scenes, stimuli }: z.output<typeof Config>): void {
  const finest: [string, number] = pixels > otherPixels ? ['pixels', pixels] : ['otherPixels', otherPixels];
  requireFineImages(NAME, finest, { 'scenes.pixels': scenes.pixels, 'stimuli.pixels': stimuli.pixels });
}

type Found = {
  readonly source: string;
  readonly seed: number;
  readonly layers: number;
  /** 1 or 0; NaN where it is not asked of this source. */
  readonly objective: number;
  readonly resolution: number;
};

const otherEncoder = (pixels: number): EncoderCondition => ({
  name: OTHER,
  objective: 'contrastive',
  pixels,
});

const names = (conditions: readonly EncoderCondition[]): string[] => conditions.map(({ name }) => name);

const candidatesOf = (seen: readonly OfCondition<{ readonly features: LayerFeatures }>[]) =>
  Object.fromEntries(seen.map(({ condition, features }) => [condition, features]));

/** The mean of what was asked. */
function shareOf(found: readonly Found[], of: 'layers' | 'objective' | 'resolution'): number {
  const asked = found.map((one) => one[of]).filter((value) => !Number.isNaN(value));
  return asked.reduce((sum, value) => sum + value, 0) / asked.length;
}

function foundFigure(found: readonly Found[], sources: readonly string[]) {
  const values = (of: 'layers' | 'objective' | 'resolution') =>
    sources.map((source) =>
      found.filter((one) => one.source === source && !Number.isNaN(one[of])).map((one) => one[of]),
    );
  const figure: CategoriesFigure = {
    kind: 'categories',
    axes: { x: 'source of the mice', y: 'share named right' },
    categories: [...sources],
    groups: [
      { label: 'layers of the areas', values: values('layers') },
      { label: 'objective', values: values('objective') },
      { label: 'resolution', values: values('resolution') },
    ],
  };
  return {
    name: 'found',
    title: 'What the comparison finds',
    caption: 'Synthetic mice; a dot is a seed. An objective or a resolution is found or not.',
    ...figure,
  };
}
