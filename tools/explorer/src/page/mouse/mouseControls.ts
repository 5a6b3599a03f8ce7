import { element } from '../shell/element';
import { FULL, inputs, LEAST, MAZES, SCENES, type MouseView } from './MouseView';

type Choices = {
  readonly choose: (chosen: Readonly<Record<string, string | undefined>>) => void;
  readonly picture: (file: File) => void;
};

/** Which image, how fine, and how large networks see it. */
export function mouseControls(view: MouseView, { choose, picture }: Choices): HTMLElement {
  const { shown, resolution, input } = view;
  const kind = element(
    'select',
    {
      name: 'kind',
      oninput: () =>
        choose(
          kind.value === 'maze' ? { maze: '0', scene: undefined } : { maze: undefined, scene: undefined },
        ),
    },
    ...(['scene', 'maze'] as const).map((each) =>
      element('option', { value: each, selected: each === shown.kind }, each),
    ),
  );
  const index = element('input', {
    ...{
      type: 'number',
      name: 'index',
      min: 0,
      max: (shown.kind === 'maze' ? MAZES : SCENES) - 1,
      value: shown.index,
    },
    'aria-label': `Number of the ${shown.kind}`,
    onchange: () => index.reportValidity() && index.value !== '' && choose({ [shown.kind]: index.value }),
  });
  const file = element('input', {
    ...{ type: 'file', accept: 'image/*' },
    onchange: () => file.files?.[0] && picture(file.files[0]),
  });
  const said = element('output', { class: 'number' }, `${resolution} px`);
  const slider = element('input', {
    ...{ type: 'range', name: 'resolution', min: LEAST, max: FULL, step: 1, value: resolution },
    'aria-valuetext': `${resolution} pixels`,
    oninput: () => {
      said.textContent = `${slider.value} px`;
      slider.setAttribute('aria-valuetext', `${slider.value} pixels`);
      choose({ resolution: slider.value });
    },
  });
  const size = element(
    'select',
    { name: 'input', oninput: () => choose({ input: size.value }) },
    ...inputs.map((side) => element('option', { value: side, selected: side === input }, side)),
  );
  return element(
    'div',
    { class: 'controls' },
    element('label', {}, 'Image', kind),
    index,
    element('label', {}, 'Resolution', slider, said),
    element('label', {}, 'Networks see it in', size, 'px'),
    element('label', {}, 'Or a picture of yours', file),
  );
}
