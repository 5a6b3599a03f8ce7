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

/** Which units are silenced, and what that costs over held-out walks. */
export function silencingControls(given: {
  readonly model: TrainedModel;
  readonly layer: SilencedLayer;
  readonly title: string;
  readonly classes: readonly UnitClass[];
  readonly chosen: () => Silenced;
  readonly context: PanelContext;
  /** @param name how the silenced units are called; undefined where there are none */
  readonly onSilenced: (silenced: Silenced, random: Silenced, name: string | undefined) => void;
}) {
  const { model, layer, title, classes, chosen, onSilenced } = given;
  const { view, signal, announce } = given.context;
  const result = element('div');
  const group = element(
    'select',
    {
      oninput: () => {
        view.set({ silence: group.value === 'none' ? undefined : group.value });
        refresh();
      },
    },
    ...silencedGroups.map((each) =>
      element(
        'option',
        { value: each, selected: each === view.get('silence') },
        each === 'none' || each === 'chosen'
          ? names[each]
          : `${names[each]}, ${unitsOf(each, classes, new Set()).size}`,
      ),
    ),
  );
  const now = () => unitsOf(group.value as SilencedGroup, classes, chosen());
  let shown = '';
  const refresh = () => {
    const silenced = now();
    const key = [...silenced].join();
    if (key === shown && key !== '') return;
    shown = key;
    const name = silenced.size === 0 ? undefined : `${silenced.size} of ${classes.length} units silenced`;
    onSilenced(silenced, randomUnits(silenced.size, classes.length, 0), name);
    result.replaceChildren();
  };
  const compare = element(
    'button',
    {
      type: 'button',
      onclick: async () => {
        compare.disabled = true;
        result.replaceChildren(element('p', { class: 'soft' }, 'Walking …'));
        const silenced = now();
        const turn = async () => {
          await new Promise((resolve) => setTimeout(resolve));
          signal.throwIfAborted();
        };
        try {
          const comparison = await compareSilencing(model, { layer, units: silenced }, turn);
          const what = { network: title, silenced: `${silenced.size} silenced`, count: silenced.size };
          const figure = figureView(
            comparisonFigure(comparison, what),
            `Trained by ${model.command}; layer ${layer}`,
          );
          for (const [name, value] of Object.entries(comparison)) figure.dataset[name] = String(value);
          result.replaceChildren(figure);
          announce(inWords(comparison, silenced.size));
        } catch (error) {
          if (!signal.aborted) throw error;
        } finally {
          compare.disabled = false;
        }
      },
    },
    'Compare over 100 held-out walks',
  );
  return {
    refresh,
    host: element(
      'section',
      {},
      element('h2', {}, 'Silence units'),
      element(
        'p',
        { class: 'soft' },
        `Their activity in layer ${layer} is kept at 0 after every step. Beside it walks the same network with as many units silenced at random.`,
      ),
      element('div', { class: 'controls' }, element('label', {}, 'Silence', group), compare),
      result,
    ),
  };
}

const inWords = ({ whole, silenced, random }: Comparison, count: number): string => {
  const cm = (metres: number) => `${(100 * metres).toFixed(1)} cm`;
  if (count === 0) return `Mean error of the whole network ${cm(whole)}`;
  const drawn = random.reduce((sum, each) => sum + each, 0) / random.length;
  return `Mean error ${cm(silenced)} with ${count} silenced, ${cm(drawn)} with as many at random, ${cm(whole)} whole`;
};
