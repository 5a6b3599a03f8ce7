import { disposeTree } from '@goal-driven/core';
import type { TrainedModel } from '@goal-driven/mec';
import type { PanelContext } from '../Panel';
import { element } from '../shell/element';
import { openNetwork } from './openNetwork';
import type { StoredUnits } from './StoredUnits';

/** A network and what is known of its units. */
export type LoadedNetwork = { readonly model: TrainedModel; readonly units: StoredUnits };

/** Loads a network, unless the signal says that another is wanted; says how far it is. */
export type LoadNetwork = (signal: AbortSignal, say: (text: string) => void) => Promise<LoadedNetwork>;

/** The place of the network that is open: one at a time, the last that was asked for. */
export type NetworkView = {
  readonly body: HTMLElement;
  /** What went wrong, hidden where nothing did. */
  readonly fault: HTMLElement;
  readonly state: HTMLElement;
  readonly show: (title: string, load: LoadNetwork) => Promise<void>;
};

/** After this long nothing computes any more with a network that was left, ms. */
const GRACE = 1000;

/** @param describe what is said of a network that is open */
export function networkView(
  { view, signal, announce }: PanelContext,
  describe: (title: string, model: TrainedModel) => string,
): NetworkView {
  const body = element('div');
  const fault = element('p', { class: 'fault', role: 'alert', hidden: true });
  const state = element('p', { class: 'soft' });
  let leave = new AbortController();
  return {
    body,
    fault,
    state,
    async show(title, load) {
      leave.abort();
      leave = new AbortController();
      const mine = AbortSignal.any([signal, leave.signal]);
      fault.hidden = true;
      state.textContent = `Loading ${title} …`;
      try {
        const { model, units } = await load(mine, (text) => (state.textContent = text));
        const forget = () => disposeTree(model.network.params);
        if (mine.aborted) return forget();
        mine.addEventListener('abort', () => setTimeout(forget, GRACE));
        let drawn = new AbortController();
        const reopen = () => {
          drawn.abort();
          drawn = new AbortController();
          body.replaceChildren();
          const context = { view, announce, signal: AbortSignal.any([mine, drawn.signal]) };
          openNetwork(body, { model, units, title, reopen }, context);
        };
        reopen();
        state.textContent = describe(title, model);
      } catch (error) {
        if (mine.aborted) return;
        state.textContent = '';
        fault.hidden = false;
        fault.textContent = error instanceof Error ? error.message : String(error);
      }
    },
  };
}
