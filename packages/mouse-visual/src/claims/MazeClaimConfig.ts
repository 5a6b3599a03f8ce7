import { MazeImages } from '@goal-driven/stimuli';
import { z } from 'zod';
import { MazeConfig } from '../studies/MazeConfig';
import { mazePresets } from '../studies/mazePresets';
import { encoderPresets, quickEncoders } from './claimPresets';
import { EncoderConfig } from './EncoderConfig';

const { game, policy, task, animals, timesteps, mazes, heldOut, training } = MazeConfig.shape;

/** What the claim about transfer between scenes and mazes is tested on. */
export const MazeClaimConfig = z
  .strictObject({
    ...EncoderConfig.shape,
    layer: z.string().min(1).default('VISpor').meta({
      description: 'Layer of the encoder that the policy reads',
    }),
    policy: z
      .strictObject({ game, policy, task, animals, timesteps, mazes, heldOut, training })
      .prefault({})
      .meta({ description: 'Navigation by reward; the view has the pixels of the encoders' }),
    frames: MazeImages.extend({
      kind: z.literal('maze').default('maze'),
      images: MazeImages.shape.images.unwrap().default(16_384),
      labels: MazeImages.shape.labels.unwrap().default('maze'),
    })
      .omit({ world: true, view: true })
      .prefault({})
      .meta({
        description: 'What an animal sees that walks at random, from which an encoder of mazes learns',
      }),
  })
  .meta({ title: 'Transfer between scenes and mazes' });
export type MazeClaimConfig = z.output<typeof MazeClaimConfig>;

/** The navigation of a preset of `mouse-visual/maze`, seen at other pixels. */
function navigation({ encoder: _, ...preset }: (typeof mazePresets)['quick' | 'smoke'], pixels: number) {
  return { ...preset, game: { ...preset.game, view: { pixels } } };
}

const quick = navigation(mazePresets.quick, quickEncoders.pixels);
const { encoder: _, ...full } = mazePresets.full;

/** Partial configurations of the claim. */
export const mazeClaimPresets = {
  quick: {
    ...encoderPresets.quick,
    policy: {
      ...quick,
      training: { ...quick.training, evaluateEvery: 300, checkpointEvery: 300 },
    },
    frames: { images: quickEncoders.scenes.images, steps: 32, stride: 8 },
  },
  full: { ...encoderPresets.full, policy: full, frames: { images: 200_000 } },
  smoke: {
    ...encoderPresets.smoke,
    policy: navigation(mazePresets.smoke, 32),
    frames: { images: 32, steps: 8, mazes: 4 },
  },
};
