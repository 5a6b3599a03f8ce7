import { element } from '../shell/element';
import type { Source } from './Opened';
import type { Settings } from './settings';
import { shippedModels, type ShippedName } from './shippedModels';

/** A graph of the reader's own, which is not in the address. */
const OWN = 'own';

/**
 * The choice of a network: those trained here, and published graphs with weights drawn from a seed.
 *
 * @param published names of the published graphs
 */
export function networkChoice(
  settings: Settings,
  published: readonly string[],
  change: () => void,
): {
  readonly part: HTMLElement;
  /** Undefined where it is the reader's own. */
  readonly source: () => Source | undefined;
  readonly seed: () => number;
  readonly showOwn: () => void;
} {
  const own = element('option', { value: OWN, hidden: true }, 'A graph of your own (untrained)');
  const select = element(
    'select',
    {
      oninput: () => {
        settings.set({
          network: select.value,
          cut: undefined,
          layer: undefined,
          channel: undefined,
          step: undefined,
        });
        showSeed();
        change();
      },
    },
    ...optionsOf(settings, published),
    own,
  );
  const seed = element('input', {
    ...{ type: 'number', min: 0, max: 9999, step: 1, value: settings.index('seed', 0) },
    onchange: () => {
      settings.set({ seed: seed.value });
      change();
    },
  });
  const seeded = element('label', {}, 'Seed of the weights', seed);
  const seedOf = () => settings.index('seed', 0);
  const showSeed = () => (seeded.hidden = Object.hasOwn(shippedModels, select.value));
  showSeed();
  return {
    part: element('div', { class: 'controls' }, element('label', {}, 'Network', select), seeded),
    seed: seedOf,
    showOwn: () => {
      own.hidden = false;
      own.selected = true;
      showSeed();
      settings.set({ network: undefined });
    },
    source: () => {
      const name = select.value;
      if (name === OWN) return undefined;
      return Object.hasOwn(shippedModels, name)
        ? { kind: 'shipped', name: name as ShippedName } // one of its keys
        : { kind: 'published', name, seed: seedOf() };
    },
  };
}

function optionsOf(settings: Settings, published: readonly string[]): HTMLElement[] {
  const option = (value: string, words: string) =>
    element('option', { value, selected: settings.text('network') === value }, words);
  const trained = Object.entries(shippedModels).map(([name, { title }]) => option(name, title));
  const untrained = published.map((name) => option(name, `${name} (untrained)`));
  return [
    element('optgroup', { label: 'Trained here' }, ...trained),
    element('optgroup', { label: 'Published graphs, untrained' }, ...untrained),
  ];
}
