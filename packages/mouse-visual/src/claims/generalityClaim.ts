import { criterionOf, defineClaim, differences, type Claim, type Comparison } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { hong2016, nayebi2023 } from '../sources';
import { encoderPresets } from './claimPresets';
import { EncoderConfig } from './EncoderConfig';
import type { EncoderCondition } from './encoderParts';
import { generalityFigure, overEncoders } from './overEncoders';

type Terms = {
  readonly name: string;
  readonly question: string;
  readonly statement: string;
  readonly conditions: readonly EncoderCondition[];
  /** Of `overall`. */
  readonly comparisons: readonly Comparison<EncoderCondition>[];
};

/** How encoders come about and what is asked of them, in every claim about generality. */
export const encoderProtocol =
  'Narrow StreamNets learn from each seed, by Adam for equally many updates, from the same rendered scenes in the same ' +
  'order: animals, boats, cars and chairs before landscapes and clutter, labelled by object. Then linear probes read ' +
  'the category, position, size and pose of faces, fruits, planes and tables, and the texture of patches, out of each ' +
  'layer; the layer of a task is the one best in distribution. A test is in distribution, or has new backgrounds, ' +
  'objects, poses, or scales of texture. The generality of an encoder is the mean over the five tasks of the share of ' +
  'the way from chance (accuracy of guessing, correlation 0) to perfect, half in distribution and half out of it.';

/** A claim about how generally useful what encoders learn is. */
export const generalityClaim = ({
  name,
  question,
  statement,
  conditions,
  comparisons,
}: Terms): Claim<typeof EncoderConfig> =>
  defineClaim({
    name,
    question,
    claim: {
      statement,
      protocol: `${encoderProtocol} What decides is the difference of generality between encoders, seed by seed.`,
      criteria: comparisons.map(criterionOf),
    },
    sources: [nayebi2023, hong2016],
    config: EncoderConfig,
    presets: encoderPresets,
    async *run({ config, rng, session }) {
      const measured = yield* overEncoders(conditions, { config, rng, session });
      for (const comparison of comparisons) {
        const values = differences(measured, ({ overall }) => overall, comparison);
        yield {
          kind: 'finding',
          finding: meanFinding(comparison.statistic, values, { seeds: config.seeds }),
        };
      }
      yield { kind: 'figure', figure: generalityFigure(measured, conditions) };
    },
  });
