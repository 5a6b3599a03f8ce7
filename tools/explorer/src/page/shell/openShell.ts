import type { Panel } from '../Panel';
import { panels } from '../panels';
import { formatAddress, parseAddress } from './address';
import { element } from './element';
import { openHome } from './openHome';
import { themeChoice } from './themeChoice';
import type { ViewState } from './ViewState';

/** The frame of the page: navigation, the panel that the address names, and what it says to screen readers. */
export function openShell(body: HTMLElement): void {
  const main = element('main', { id: 'main', tabindex: -1 });
  const status = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const links = panels.map(({ id, title }) => element('a', { href: `#/${id}` }, title));
  const skip = element(
    'a',
    {
      class: 'skip',
      href: '#main',
      onclick: (event) => {
        event.preventDefault(); // the fragment is the address of a panel
        main.focus();
      },
    },
    'Skip to the panel',
  );
  body.append(
    skip,
    element(
      'header',
      {},
      element('a', { class: 'name', href: '#/' }, 'goal-driven'),
      element('nav', { 'aria-label': 'Panels' }, ...links),
      themeChoice(),
    ),
    main,
    status,
  );

  let shown: { readonly id: string; readonly leave: AbortController } | undefined;
  const show = () => {
    const { panel: id } = parseAddress(location.hash);
    if (shown?.id === id) return; // the panel itself wrote its view
    shown?.leave.abort();
    const leave = new AbortController();
    const first = shown === undefined;
    shown = { id, leave };
    links.forEach((link, at) => {
      if (panels[at]!.id === id) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    const panel = panels.find((each) => each.id === id);
    document.title = panel === undefined ? 'goal-driven explorer' : `${panel.title} · goal-driven explorer`;
    main.replaceChildren();
    if (panel === undefined) openHome(main);
    else
      void openPanel(panel, main, { signal: leave.signal, announce: (text) => (status.textContent = text) });
    if (!first) main.focus();
  };
  addEventListener('hashchange', show);
  show();
}

async function openPanel(
  { id, title, lead, load }: Panel,
  main: HTMLElement,
  context: { readonly signal: AbortSignal; readonly announce: (text: string) => void },
): Promise<void> {
  const host = element('div', { class: 'panel', id: `panel-${id}` });
  const waiting = element('p', { class: 'soft' }, 'Loading …');
  main.append(element('h1', {}, title), element('p', { class: 'lead' }, lead), waiting, host);
  try {
    await (
      await load()
    )(host, { ...context, view: viewOf(id) });
  } catch (error) {
    if (context.signal.aborted) return;
    console.error(error);
    const text = error instanceof Error ? error.message : String(error);
    host.append(element('p', { class: 'fault', role: 'alert' }, text));
  } finally {
    waiting.remove();
  }
}

const viewOf = (panel: string): ViewState => ({
  get: (name) => parseAddress(location.hash).values[name],
  set: (values) => {
    const now = parseAddress(location.hash);
    if (now.panel !== panel) return; // a late word of a panel that was left
    const merged = Object.entries({ ...now.values, ...values });
    const kept = merged.filter((entry): entry is [string, string] => entry[1] !== undefined);
    history.replaceState(null, '', formatAddress({ panel, values: Object.fromEntries(kept) }));
  },
});
