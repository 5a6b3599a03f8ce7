import type { SilencedLayer, TrainedModel } from '@goal-driven/mec';
import type { PanelContext } from '../Panel';
import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { compareSilencing, comparisonFigure, type Comparison } from './compareSilencing';
import { randomUnits, silencedGroups, unitsOf, type Silenced, type SilencedGroup } from './Silenced';
import type { UnitClass } from './StoredUnits';

const names: Record<SilencedGroup, string> = {
  none: 'none',
  chosen: 'the chosen units',
  grid: 'all grid-like units',
  border: 'all border-like units',
  other: 'all units of neither class',
};

type Given = {
  readonly model: TrainedModel;
  readonly layer: SilencedLayer;
  readonly title: string;
  readonly classes: readonly UnitClass[];
  readonly chosen: () => Silenced;
  readonly context: PanelContext;
  /** @param name how the silenced units are called; undefined where there are none */
  readonly onSilenced: (silenced: Silenced, random: Silenced, name: string | undefined) => void;
};

/** Which units are silenced, and what that costs over held-out walks. */
export function silencingControls(given: Given) {
  const { layer, classes, chosen, onSilenced } = given;
  const { view } = given.context;
  const result = element('div');
  const group = element(
    'select',
    {
      oninput: () => {
        view.set({ silence: group.value === 'none' ? undefined : group.value });
        refresh();
      },
    },
    ...silencedGroups.map((each) => optionOf(each, classes, view.get('silence'))),
  );
  const now = () => unitsOf(group.value as SilencedGroup, classes, chosen());
  let shown: string | undefined;
  const refresh = () => {
    const silenced = now();
    const key = [...silenced].join();
    if (key === shown) return;
    shown = key;
    const name = silenced.size === 0 ? undefined : `${silenced.size} of ${classes.length} units silenced`;
    onSilenced(silenced, randomUnits(silenced.size, classes.length, 0), name);
    result.replaceChildren();
  };
  const said = `Their activity in layer ${layer} is kept at 0 after every step. Beside it walks the same network with as many units silenced at random.`;
  return {
    /** After a change of the chosen units. */
    refresh,
    host: element(
      'section',
      {},
      element('h2', {}, 'Silence units'),
      element('p', { class: 'soft' }, said),
      element(
        'div',
        { class: 'controls' },
        element('label', {}, 'Silence', group),
        compareButton(given, result, now),
      ),
      result,
    ),
  };
}

function optionOf(
  group: SilencedGroup,
  classes: readonly UnitClass[],
  selected: string | undefined,
): HTMLElement {
  const counted =
    group === 'none' || group === 'chosen' ? '' : `, ${unitsOf(group, classes, new Set()).size}`;
  return element('option', { value: group, selected: group === selected }, names[group] + counted);
}

/** Compares when it is pressed, and shows the figure; its numbers in m are data of the figure. */
function compareButton(
  { model, layer, title, context: { signal, announce } }: Given,
  result: HTMLElement,
  now: () => Silenced,
): HTMLElement {
  const turn = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  };
  const compare = async () => {
    result.replaceChildren(element('p', { class: 'soft' }, 'Walking …'));
    const units = now();
    const comparison = await compareSilencing(model, { layer, units }, turn);
    const what = { network: title, silenced: `${units.size} silenced`, count: units.size };
    const provenance = `Trained by ${model.command}; layer ${layer}`;
    const figure = figureView(comparisonFigure(comparison, what), provenance);
    for (const [name, value] of Object.entries(comparison)) figure.dataset[name] = String(value);
    result.replaceChildren(figure);
    announce(inWords(comparison, units.size));
  };
  const button = element(
    'button',
    {
      type: 'button',
      onclick: () => {
        button.disabled = true;
        compare()
          .catch((error: unknown) => {
            if (!signal.aborted) throw error;
          })
          .finally(() => (button.disabled = false));
      },
    },
    'Compare over 100 held-out walks',
  );
  return button;
}

const inWords = ({ whole, silenced, random }: Comparison, count: number): string => {
  const cm = (metres: number) => `${(100 * metres).toFixed(1)} cm`;
  if (count === 0) return `Mean error of the whole network ${cm(whole)}`;
  const drawn = random.reduce((sum, each) => sum + each, 0) / random.length;
  return `Mean error ${cm(silenced)} with ${count} silenced, ${cm(drawn)} with as many at random, ${cm(whole)} whole`;
};
