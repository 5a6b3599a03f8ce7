import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { networkChoice } from './networkChoice';
import { createSettings } from './settings';
import { graphEditor } from './graphEditor';
import { networkView } from './networkView';
import { objectControls } from './objectControls';
import type { Source } from './Opened';
import { pictureChoice } from './pictureChoice';
import { searchView } from './searchView';
import { startVision } from './startVision';
import './ventral.css';

/** The ventral-stream panel: a picture, a network, what its layers do over time, and arrows to cut. */
export const openVentral: OpenPanel = async (host, { view, signal, announce }) => {
  const settings = createSettings(view);
  const vision = startVision(signal);
  const named = new URLSearchParams(location.search).get('engine');
  const { engine, published } = await vision.ask('start', {
    wasm: new URL('wasm/', location.href).href,
    engine: named === 'cpu' ? 'cpu' : 'wasm',
  });
  const picture = pictureChoice(settings, () => network.refresh());
  const network = networkView({ vision, settings, signal, announce, picture });
  const choice = networkChoice(settings, published, () => void take());
  const editor = graphEditor(async (text) => {
    await open({ kind: 'graph', text, seed: choice.seed() });
    choice.showOwn();
  });
  const open = async (source: Source) => {
    const opened = await vision.ask('open', source);
    if (source.kind !== 'graph') editor.show(opened.graph);
    network.open(opened);
  };
  const take = async () => {
    const source = choice.source();
    await (source === undefined ? editor.rerun() : open(source).catch(network.fail));
  };
  host.append(
    choice.part,
    element(
      'div',
      { class: 'columns' },
      element('div', {}, picture.part, objectControls(settings, picture.render)),
      network.parts.answers,
    ),
    network.parts.player,
    ...network.parts.below,
    editor.part,
    searchView(vision, settings),
    element('p', { class: 'soft' }, `Computed by ${engine} on a thread of its own, in this page.`),
  );
  await take();
};
