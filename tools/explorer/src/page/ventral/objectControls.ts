import { backgroundKinds, categoryNames } from '@goal-driven/stimuli';
import { element } from '../shell/element';
import { numbers, type NumberName, type Settings } from './settings';

/** What is rendered: category, which object, pose and background. `change` is told after each choice. */
export function objectControls(settings: Settings, change: () => void): HTMLElement {
  const choose = (words: string, name: string, choices: readonly string[], now: string) => {
    const select = element(
      'select',
      {
        oninput: () => {
          settings.set({ [name]: select.value });
          change();
        },
      },
      ...choices.map((each) => element('option', { value: each, selected: each === now }, each)),
    );
    return element('label', {}, words, select);
  };
  const slide = (name: NumberName) => {
    const { label, low, high, step } = numbers[name];
    const value = settings.number(name);
    const output = element('output', {}, value);
    const slider = element('input', {
      ...{ type: 'range', min: low, max: high, step, value },
      oninput: () => {
        output.textContent = slider.value;
        settings.set({ [name]: slider.value });
        change();
      },
    });
    return element('label', { class: 'slide' }, element('span', {}, label), slider, output);
  };
  const { category, background } = settings.object();
  return element(
    'fieldset',
    { class: 'object' },
    element('legend', {}, 'A rendered object'),
    element(
      'div',
      { class: 'controls' },
      choose('Category', 'category', categoryNames, category),
      choose('Background', 'background', backgroundKinds, background.kind),
    ),
    ...(Object.keys(numbers) as NumberName[]).map(slide), // an object's own keys
    element(
      'p',
      { class: 'soft' },
      'Objects 0 to 7 are those that the networks learned from, the others are new.',
    ),
  );
}
