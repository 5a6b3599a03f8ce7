import { backgroundKinds, RenderedObjects, TextureImages } from '@goal-driven/stimuli';
import { z } from 'zod';

const share = (value: number, description: string) =>
  z.number().gt(0).lt(1).default(value).meta({ description, unit: '1' });
const count = (value: number, description: string, unit = '1') =>
  z.int().positive().default(value).meta({ description, unit });

/**
 * The 33 costs of the published code: {1, 5} x 10^k from 1e-8 to 5e8, but 10 where 5 would be.
 *
 * @differs the text lists 32, with 5 in place of 10 and 50
 */
export const probeCosts: readonly number[] = Array.from({ length: 17 }, (_, at) => at - 8).flatMap((power) =>
  power === 0 ? [1] : [Number(`1e${power}`), Number(`5e${power}`)],
);
/** A plane that separates the samples no longer changes much beyond it, and takes ever longer to be found. */
const LARGEST_OF_CLASSES = 10;

const costs = (values: readonly number[], description: string) =>
  z
    .array(z.number().positive())
    .min(1)
    .default([...values])
    .meta({ description, unit: '1' });

/** What the scenes of a test have that those of the fit do not. */
const HeldOut = z
  .strictObject({
    backgrounds: z
      .array(z.enum(backgroundKinds))
      .min(1)
      .default(['noise'])
      .meta({ description: 'Kinds of background of the test of new backgrounds alone' }),
    objects: count(2, 'Last objects of each category, of the test of new objects alone'),
    turn: z.number().positive().max(180).default(60).meta({
      description: 'Turn to a side (yaw) above which a pose is of the test of new poses alone',
      unit: 'deg',
    }),
  })
  .meta({ title: 'What is held out' });

const Scenes = RenderedObjects.extend({
  kind: z.literal('objects').default('objects'),
  seed: RenderedObjects.shape.seed.unwrap().default(1),
  images: RenderedObjects.shape.images.unwrap().default(9600),
  variation: RenderedObjects.shape.variation.unwrap().default(['medium', 'high']),
});
const Patches = TextureImages.extend({
  kind: z.literal('textures').default('textures'),
  images: TextureImages.shape.images.unwrap().default(5640),
});

export const SceneProbes = z
  .strictObject({
    scenes: Scenes.prefault({}).meta({
      description: 'All scenes, of which those of the fit and of each test are taken',
    }),
    textures: Patches.prefault({}).meta({
      description: 'Patches for the fit and the test on the same scales',
    }),
    newScales: z
      .tuple([z.number().positive(), z.number().positive()])
      .default([2, 3.2])
      .meta({ description: 'Scales of the test of new scales of textures', unit: 'periods' }),
    heldOut: HeldOut.prefault({}),
    testFraction: share(0.25, 'Share of the scenes like those of the fit that are a test'),
    splits: count(10, 'Splits into fit and test, balanced over categories'),
    folds: z.int().min(2).default(5).meta({ description: 'Parts of the fit that choose a cost' }),
    costs: costs(
      probeCosts.filter((cost) => cost <= LARGEST_OF_CLASSES),
      'Costs of the support vectors to choose from: weights of the loss against the penalty',
    ),
    numberCosts: costs(probeCosts, 'Costs of the ridge to choose from: 1 / alpha'),
    standardise: z.boolean().default(false).meta({
      description:
        'Whether each feature is standardised over the fit, before principal components; the published code does not',
    }),
    components: count(1000, 'Principal components that more features are brought to'),
  })
  .meta({
    title: 'Linear probes of scenes',
    source: 'Nayebi et al. 2023, methods, after Hong et al. 2016, Nature Neuroscience 19: 613',
  });
export type SceneProbes = z.output<typeof SceneProbes>;
