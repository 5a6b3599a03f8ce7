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

/** The place of the network that is open: the last that was asked for and could be had. */
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
  let [loading, open] = [new AbortController(), new AbortController()];
  const show = async (title: string, load: LoadNetwork, wanted: AbortSignal): Promise<void> => {
    const { model, units } = await load(wanted, (text) => (state.textContent = text));
    const forget = () => disposeTree(model.network.params);
    if (wanted.aborted) return forget();
    open.abort();
    open = new AbortController();
    const mine = AbortSignal.any([signal, open.signal]);
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
  };
  return {
    body,
    fault,
    state,
    async show(title, load) {
      loading.abort();
      loading = new AbortController();
      const wanted = AbortSignal.any([signal, loading.signal]);
      const said = state.textContent;
      fault.hidden = true;
      state.textContent = `Loading ${title} …`;
      try {
        await show(title, load, wanted);
      } catch (error) {
        if (wanted.aborted) return;
        state.textContent = said;
        fault.hidden = false;
        fault.textContent = error instanceof Error ? error.message : String(error);
      }
    },
  };
}
