import type { Figure } from '@goal-driven/core';
import type { Curve, RulesCourse } from './RulesCourse';
import type { RulesSetup } from './RulesSetup';

/** The four classes of the classifier in words. */
export const ruleTitles: Readonly<Record<string, string>> = {
  sgdm: 'gradient, momentum',
  adam: 'gradient, Adam',
  feedback: 'feedback alignment',
  information: 'information alignment',
};

/** The curves of a course, as the report draws them. Those without a point yet are left out. */
export function rulesFigures(course: RulesCourse, { rule, classes }: RulesSetup): Figure[] {
  const x = 'updates';
  const both = (name: string) => [
    { label: rule.title, ...curveOf(course.curves.rule, name) },
    { label: 'beside it: backpropagation', ...curveOf(course.curves.backpropagation, name) },
  ];
  const byLayer = (curves: ReadonlyMap<string, Curve>) =>
    [...curves].map(([label, curve]) => ({ label, ...curve }));
  const right = { label: 'a right angle', y: 90 };
  const figures: (Figure & { readonly kind: 'lines' })[] = [
    {
      kind: 'lines',
      name: 'rules-loss',
      title: 'Loss of each batch',
      caption: 'Cross entropy; both networks start alike and see the same batches.',
      axes: { x, y: 'loss (nats)' },
      lines: both('loss'),
    },
    {
      kind: 'lines',
      name: 'rules-accuracy',
      title: 'Accuracy',
      caption: 'Share of 300 held-out images that are named right.',
      axes: { x, y: 'accuracy' },
      lines: both('heldOut/accuracy'),
      references: [{ label: 'chance', y: 1 / classes }],
    },
    {
      kind: 'lines',
      name: 'rules-update-angles',
      title: 'Angle of the update, by layer',
      caption:
        'Between the update by the rule and that by backpropagation of the same network on the same batch.',
      axes: { x, y: 'angle (degrees)' },
      lines: byLayer(course.angles.update),
      references: [right],
    },
    {
      kind: 'lines',
      name: 'rules-weight-angles',
      title: 'Angle of the weights, by layer',
      caption: 'Between the feedback weights and the transposes of the forward weights.',
      axes: { x, y: 'angle (degrees)' },
      lines: byLayer(course.angles.weight),
      references: [right],
    },
  ];
  return figures.filter(({ lines }) => lines.some((line) => line.x.length > 0));
}

/** What the classifier says, as bars. */
export const verdictFigure = ({ verdict }: RulesCourse): Figure | undefined =>
  verdict && {
    kind: 'bars',
    name: 'rules-verdict',
    title: 'Which rule does it learn by?',
    caption:
      `Mean over layers of the forest's probabilities after ${verdict.checkpoints} looks. Chance is ` +
      `${(1 / verdict.rules.length).toFixed(2)}. Of layers of held-out networks this forest names ` +
      `${(100 * verdict.heldOutAccuracy).toFixed(0)} % right.`,
    axes: { x: 'probability', y: 'rule' },
    bars: verdict.rules.map((rule, index) => ({
      label: ruleTitles[rule] ?? rule,
      value: verdict.mean[index]!,
    })),
  };

const curveOf = (curves: ReadonlyMap<string, Curve>, name: string): Curve =>
  curves.get(name) ?? { x: [], y: [] };
