import { defineClaim, differences } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { z } from 'zod';
import { nayebi2023 } from '../sources';
import { encoderPresets } from './claimPresets';
import { EncoderConfig } from './EncoderConfig';
import type { EncoderCondition } from './encoderParts';
import { encoderProtocol } from './generalityClaim';
import { generalityFigure, overEncoders } from './overEncoders';
import { requireFineImages } from './requireFineImages';

const NAME = 'mouse-visual/low-resolution-costs-little';

const side = (value: number, description: string) =>
  z.int().positive().default(value).meta({ description, unit: 'px' });

const Config = z
  .strictObject({
    ...EncoderConfig.shape,
    high: side(64, 'Side of what the encoders of high resolution see'),
    low: side(32, 'Side of what the encoders of low resolution see'),
  })
  .meta({ title: 'Resolution', source: 'Nayebi et al. 2023: a peak at 64 to 84 of up to 224 pixels' });

/** A preset whose scenes and probes are all as large as the encoders of high resolution see them. */
function withHigh<
  Preset extends {
    readonly scenes: object;
    readonly probes?: { readonly scenes: object; readonly textures: object };
  },
>(high: number, { scenes, probes, ...preset }: Preset) {
  return {
    ...preset,
    high,
    scenes: { ...scenes, pixels: high },
    probes: {
      ...probes,
      scenes: { ...probes?.scenes, pixels: high },
      textures: { ...probes?.textures, pixels: high },
    },
  };
}

/** What may be lost; the way from chance to perfect is 1. */
const MARGIN = 0.05;

export const lowResolutionCostsLittle = defineClaim({
  name: NAME,
  question: 'How much of its generality does a shallow network lose with half of the resolution or less?',
  claim: {
    statement: 'Low resolution costs a shallow contrastive encoder little of its generality.',
    protocol: `${encoderProtocol} Encoders of either resolution are contrastive and see the same scenes. What decides is the generality that low resolution costs, seed by seed.`,
    criteria: [
      {
        statistic: 'lostByLowResolution',
        meaning: 'generality at high resolution less that at low resolution',
        unit: '1',
        below: MARGIN,
      },
    ],
  },
  sources: [nayebi2023],
  config: Config,
  presets: {
    quick: withHigh(64, encoderPresets.quick),
    smoke: { ...withHigh(48, encoderPresets.smoke), low: 32 },
    full: { ...withHigh(224, encoderPresets.full), low: 64 },
  },
  async *run({ config, rng, session }) {
    const { scenes, probes } = config;
    requireFineImages(NAME, ['high', config.high], {
      'scenes.pixels': scenes.pixels,
      'probes.scenes.pixels': probes.scenes.pixels,
      'probes.textures.pixels': probes.textures.pixels,
    });
    const at = (name: string, pixels: number): EncoderCondition => ({
      name,
      objective: 'contrastive',
      pixels,
    });
    const [high, low] = [at('high resolution', config.high), at('low resolution', config.low)];
    const measured = yield* overEncoders([high, low], { config, rng, session });
    const lost = differences(measured, ({ overall }) => overall, { more: high, less: low });
    yield { kind: 'finding', finding: meanFinding('lostByLowResolution', lost, { seeds: config.seeds }) };
    yield { kind: 'figure', figure: generalityFigure(measured, [high, low]) };
  },
});
