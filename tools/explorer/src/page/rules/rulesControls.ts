import { element } from '../shell/element';
import type { Constant } from './rulesOnOffer';
import { rulesOnOffer } from './rulesOnOffer';
import {
  batchSizes,
  classCounts,
  constantsOf,
  depths,
  optimizers,
  usualRate,
  type RulesSetup,
} from './RulesSetup';

/** What the reader chose: values of the address, undefined for what is as usual again. */
export type Chosen = Readonly<Record<string, string | undefined>>;

/** The controls of a setup; each choice is told, and a new setup is made from the address. */
export function rulesControls(setup: RulesSetup, choose: (chosen: Chosen) => void): HTMLElement {
  const { rule, optimizer, batchSize, depth, classes, seed, learningRate, constants } = setup;
  const select = (
    label: string,
    name: string,
    values: readonly (readonly [string, string])[],
    now: string,
  ) => {
    // Constants of one rule, and rates of one optimizer, say nothing of another's.
    const forgotten = name === 'rule' || name === 'optimizer' || name === 'batch' ? forgottenBy(setup) : {};
    const made = element(
      'select',
      { name, oninput: () => choose({ ...forgotten, [name]: made.value }) },
      ...values.map(([value, text]) => element('option', { value, selected: value === now }, text)),
    );
    return element('label', {}, label, made);
  };
  const same = (values: readonly (string | number)[]) =>
    values.map((value) => [String(value), String(value)] as const);
  const seedInput = element('input', {
    ...{ type: 'number', name: 'seed', min: 0, max: 999_999, step: 1, value: seed },
    onchange: () => choose({ seed: seedInput.value === '0' ? undefined : seedInput.value }),
  });
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'controls' },
      select(
        'Rule',
        'rule',
        rulesOnOffer.map(({ kind, title }) => [kind, title]),
        rule.kind,
      ),
      select('Optimizer', 'optimizer', same(optimizers), optimizer),
      select('Hidden layers', 'depth', same(depths), String(depth)),
      select('Classes', 'classes', same(classCounts), String(classes)),
      select('Batch', 'batch', same(batchSizes), String(batchSize)),
      element('label', {}, 'Seed', seedInput),
    ),
    element('p', { class: 'soft' }, rule.says),
    element(
      'div',
      { class: 'controls sliders' },
      slider(usualRate(optimizer, batchSize), learningRate, choose),
      ...constantsOf(rule).map((each) => slider(each, constants[each.name]!, choose)),
    ),
  );
}

const forgottenBy = ({ rule }: RulesSetup): Chosen =>
  Object.fromEntries(['rate', ...constantsOf(rule).map(({ name }) => name)].map((name) => [name, undefined]));

const NOTCHES = 60;

/** A slider on a logarithmic scale; the middle is the usual value. */
function slider(constant: Constant, now: number, choose: (chosen: Chosen) => void): HTMLElement {
  const { name, label, value, min, max } = constant;
  const at = (notch: number) => Number((min * (max / min) ** (notch / NOTCHES)).toPrecision(3));
  const text = (number: number) => String(Number(number.toPrecision(3)));
  const shown = element('output', { class: 'number' }, text(now));
  const input = element('input', {
    ...{ type: 'range', name, min: 0, max: NOTCHES, step: 1 },
    value: Math.round((NOTCHES * Math.log(now / min)) / Math.log(max / min)),
    'aria-valuetext': text(now),
    oninput: () => {
      shown.textContent = text(at(Number(input.value)));
      input.setAttribute('aria-valuetext', shown.textContent);
    },
    onchange: () => {
      const moved = Number(input.value);
      choose({ [name]: moved === NOTCHES / 2 || at(moved) === value ? undefined : text(at(moved)) });
    },
  });
  return element('label', {}, label, input, shown);
}
