import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { newCourse, updatesOf } from './RulesCourse';
import { rulesFigures, verdictFigure } from './rulesFigures';
import type { RulesSetup } from './RulesSetup';
import { layersTable, lossTable, nowTable } from './rulesTables';

/** Where a training is shown. */
export function trainingViews(setup: RulesSetup) {
  const part = () => element('div', {});
  const [now, curves, verdict, layers, losses] = [part(), part(), part(), part(), part()];
  curves.className = 'columns';
  const { rule, optimizer, depth, classes, batchSize, seed, learningRate } = setup;
  const provenance =
    `Trained in the explorer's page: ${rule.title}, ${optimizer}, learning rate ${learningRate}, ${depth} hidden layers of ` +
    `48, ${classes} classes, batches of ${batchSize}, seed ${seed}. ${location.href.split('#')[1] ?? ''}`;
  const all = element(
    'details',
    { ontoggle: () => all.open && drawLosses() },
    element('summary', {}, 'Every loss'),
    losses,
  );
  let course = newCourse();
  const drawLosses = () => losses.replaceChildren(lossTable(course, setup));
  const root = element(
    'div',
    {},
    now,
    curves,
    element('h2', {}, 'Told from outside'),
    element('p', {}, aboutClassifier(setup)),
    verdict,
    layers,
    all,
  );
  return {
    root,
    draw: (next: typeof course) => {
      course = next;
      now.replaceChildren(nowTable(course, setup));
      curves.replaceChildren(...rulesFigures(course, setup).map((figure) => figureView(figure, provenance)));
      const figure = verdictFigure(course);
      if (figure !== undefined) verdict.replaceChildren(figureView(figure, provenance));
      layers.replaceChildren(layersTable(course));
      if (all.open) drawLosses();
      root.dataset['updates'] = String(updatesOf(course));
    },
  };
}

/** What the classifier was made for, and whether this network is of that kind. */
function aboutClassifier({ rule, optimizer, depth, batchSize }: RulesSetup): string {
  const known =
    rule.kind === 'backpropagation' ||
    (optimizer === 'momentum' && ['feedbackAlignment', 'informationAlignment'].includes(rule.kind));
  return (
    'A random forest sees 24 statistics of weights, activity and its change at each look, every 5 updates, and must name one of four ' +
    'rules; it knows nothing of the errors.' +
    (known ? '' : ` ${rule.title} by ${optimizer} is none of the four: watch which it is taken for.`) +
    ([2, 3].includes(depth) && batchSize === 64
      ? ''
      : ' It has only seen networks of 2 or 3 hidden layers and batches of 64.')
  );
}
