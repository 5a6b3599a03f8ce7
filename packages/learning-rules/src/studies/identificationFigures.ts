import type { Figure, NdArray, StudyEvent } from '@goal-driven/core';
import { CLEAR, type RuleDataset } from '../identification/RuleDataset';
import { INDICATORS } from '../identification/ruleFeatures';

type Run = { readonly classifier: string; readonly by: string };

const figure = (made: Figure): StudyEvent => ({ kind: 'figure', figure: made });

/** Which rules are taken for which; the first row of the picture, at the bottom, is the first rule. */
export function confusionFigure(
  { values, shape }: NdArray,
  { rules, classifier, by }: Run & { readonly rules: readonly string[] },
): StudyEvent {
  const size = shape[0]!;
  const shares = Array.from({ length: size }, (_, row) => {
    const own = [...values.subarray(row * size, (row + 1) * size)];
    const all = own.reduce((sum, value) => sum + value, 0);
    return own.map((value) => value / all);
  });
  return figure({
    kind: 'maps',
    name: `confusion-${classifier}-${by}`,
    title: `Which rule is taken for which (${classifier})`,
    caption: `Rows, from the bottom, are the rules ${rules.join(', ')}; columns, from the left, what their layers were taken for. Splits by ${by}.`,
    maps: [{ label: `${classifier}, by ${by}`, values: shares }],
    unit: 'share of the rule',
  });
}

const MOST_BARS = 24;

/** What a forest looks at: importances of observables, over all times. */
export function importancesFigure(
  importances: Float64Array,
  { observables, classifier, by }: Run & { readonly observables: readonly string[] },
): StudyEvent {
  const times = (importances.length - INDICATORS) / observables.length;
  const bars = observables.map((label, index) => {
    const from = INDICATORS + index * times;
    return { label, value: importances.subarray(from, from + times).reduce((sum, value) => sum + value, 0) };
  });
  const place = importances.subarray(0, INDICATORS).reduce((sum, value) => sum + value, 0);
  return figure({
    kind: 'bars',
    name: `importances-${classifier}-${by}`,
    title: `What the ${classifier} looks at`,
    caption: `Share of the fall of impurity that an observable brings, all times together; means over splits by ${by}.`,
    axes: { x: 'importance', y: 'observable' },
    bars: [...bars, { label: 'place of the layer', value: place }]
      .toSorted((a, b) => b.value - a.value)
      .slice(0, MOST_BARS),
  });
}

type Accuracies = { readonly condition: string; readonly group: string; readonly values: readonly number[] };

/** Accuracy of every split by condition, a group for each classifier and way to split. */
export function accuraciesFigure(all: readonly Accuracies[], chance: number): StudyEvent {
  const categories = [...new Set(all.map(({ condition }) => condition))];
  const groups = [...new Set(all.map(({ group }) => group))].map((label) => ({
    label,
    values: categories.map(
      (condition) => all.find((one) => one.group === label && one.condition === condition)?.values ?? [],
    ),
  }));
  return figure({
    kind: 'categories',
    name: 'accuracies',
    title: 'How well rules are told apart',
    caption: 'A dot is a split. Splits share networks, so their spread is less than that of new networks.',
    axes: { x: 'what is seen', y: 'share of layers named right' },
    categories,
    groups,
    references: [{ label: 'chance', y: chance }],
  });
}

const SHOWN = ['weightabs_median', 'weightraw_norm', 'actabs_mean', 'actraw_norm', 'gradavgraw_id'];

/** The course of some observables under each rule, the mean over all layers. */
export function* trajectoryFigures(dataset: RuleDataset, rules: readonly string[]): Generator<StudyEvent> {
  const table = dataset.views[CLEAR]!;
  const [, times, width] = table.shape as [number, number, number];
  for (const name of SHOWN.filter((shown) => dataset.observables.includes(shown))) {
    const column = dataset.observables.indexOf(name);
    const x = Array.from({ length: times }, (_, time) => time);
    const lines = rules.map((label) => {
      const own = dataset.meta.flatMap((sample, index) => (sample.learning_rule === label ? [index] : []));
      const y = x.map(
        (time) =>
          own.reduce((sum, row) => sum + table.values[(row * times + time) * width + column]!, 0) /
          own.length,
      );
      return { label, x, y };
    });
    yield figure({
      kind: 'lines',
      name: `course-${name.replace('_', '-')}`,
      title: name,
      caption: 'The mean over all layers of all networks that learned by a rule.',
      axes: { x: 'checkpoint', y: name },
      lines,
    });
  }
}
