import { element } from '../shell/element';
import { ruleTitles } from './rulesFigures';
import { lastOf, updatesOf, type RulesCourse } from './RulesCourse';
import type { RulesSetup } from './RulesSetup';

const shown = (value: number, digits: number): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));
const row = (head: string, cells: readonly string[]) =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }, head),
    ...cells.map((cell) => element('td', { class: 'number' }, cell)),
  );
const table = (name: string, heads: readonly string[], rows: readonly HTMLElement[]) =>
  element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': name },
    element(
      'table',
      { 'data-table': name },
      element('caption', { class: 'unseen' }, name),
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows),
    ),
  );

/** How both networks do now. */
export function nowTable(course: RulesCourse, { rule }: RulesSetup): HTMLElement {
  const of = (name: string, digits: number) =>
    (['rule', 'backpropagation'] as const).map((learner) =>
      course.diverged.has(learner) ? 'diverged' : shown(lastOf(course.curves[learner], name), digits),
    );
  return table(
    'Now',
    [`after ${updatesOf(course)} updates`, rule.title, 'beside it: backpropagation'],
    [
      row('loss of the last batch, nats', of('loss', 4)),
      row('held-out loss, nats', of('heldOut/loss', 4)),
      row('held-out accuracy', of('heldOut/accuracy', 3)),
    ],
  );
}

/** Angles and what the classifier says, by layer. */
export function layersTable({ angles, verdict }: RulesCourse): HTMLElement {
  const rules = verdict?.rules ?? [];
  return table(
    'Layers',
    ['layer', 'update, degrees', 'weights, degrees', ...rules.map((rule) => ruleTitles[rule] ?? rule)],
    [...angles.update.keys()].map((layer) =>
      row(layer, [
        shown(lastOf(angles.update, layer), 1),
        shown(lastOf(angles.weight, layer), 1),
        ...(verdict?.layers.find((each) => each.layer === layer)?.probabilities ?? []).map((value) =>
          shown(value, 2),
        ),
      ]),
    ),
  );
}

/** Every update's loss. */
export function lossTable({ curves }: RulesCourse, { rule }: RulesSetup): HTMLElement {
  const [own, other] = [curves.rule.get('loss'), curves.backpropagation.get('loss')];
  return table(
    'Losses',
    ['update', rule.title, 'backpropagation'],
    (own?.x ?? []).map((update, at) =>
      row(String(update), [shown(own!.y[at]!, 6), shown(other?.y[at] ?? NaN, 6)]),
    ),
  );
}
