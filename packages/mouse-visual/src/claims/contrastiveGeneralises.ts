import { encoderObjectives, encoderOf, type EncoderCondition } from './encoderParts';
import { generalityClaim } from './generalityClaim';

const others = ['supervised', 'autoencoding', 'rotation', 'depth'] as const;
const contrastive = encoderOf('contrastive');

export const contrastiveGeneralises = generalityClaim({
  name: 'mouse-visual/contrastive-generalises',
  question: 'Which objective makes the representation that is of use for the most tasks?',
  statement:
    'A contrastive objective generalises over tasks better than categorisation, autoencoding, the prediction of rotation and that of depth.',
  conditions: encoderObjectives.map(encoderOf), // the untrained one for comparison alone
  comparisons: others.map((objective) => ({
    more: contrastive,
    less: encoderOf(objective),
    statistic: `contrastiveOver${objective[0]!.toUpperCase()}${objective.slice(1)}`,
    meaning: `generality of the contrastive encoder less that of the one trained for ${objective}`,
    above: 0,
  })),
});

const augmented: EncoderCondition = {
  name: 'supervised, contrastive augmentations',
  objective: 'supervised',
  augmentation: 'contrastive',
};

export const augmentationsDoNotExplain = generalityClaim({
  name: 'mouse-visual/augmentations-do-not-explain',
  question: 'Is it the augmentations of a contrastive objective that make it general, or the objective?',
  statement:
    'The augmentations of the contrastive objective do not explain its generality: categorisation with them stays behind it.',
  conditions: [contrastive, encoderOf('supervised'), augmented],
  comparisons: [
    {
      more: contrastive,
      less: augmented,
      statistic: 'contrastiveOverAugmented',
      meaning: 'generality of the contrastive encoder less that of the supervised one with its augmentations',
      above: 0,
    },
  ],
});
