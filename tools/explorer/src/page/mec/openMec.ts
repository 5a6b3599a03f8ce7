import type { TrainedModel } from '@goal-driven/mec';
import './mec.css';
import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { startEngine } from '../shell/startEngine';
import { loadFile } from './loadFile';
import { networkTable } from './networkTable';
import { loadNetwork, networks, networkTitle } from './networks';
import { networkView } from './networkView';

/** What of a view belongs to the network before. */
const forgotten = { layer: undefined, units: undefined, silence: undefined };

/** The path-integration panel: chooses a network, shipped or dropped, and opens it. */
export const openMec: OpenPanel = async (host, context) => {
  const { view } = context;
  const engine = await startEngine();
  const opened = networkView(
    context,
    (title, { command }: TrainedModel) => `${title}; computed by ${engine}. Trained by: ${command}`,
  );
  const choose = () => opened.show(choice.selectedOptions[0]!.text, () => loadNetwork(choice.value));
  const choice = element(
    'select',
    {
      oninput: () => {
        const network = choice.value === 'reference' ? undefined : choice.value;
        view.set({ network, ...forgotten });
        void choose();
      },
    },
    ...Object.entries(networks).map(([name, entry]) =>
      element('option', { value: name }, networkTitle(entry)),
    ),
  );
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    void opened.show(file.name, async (signal, say) => {
      const loaded = await loadFile(file, signal, say);
      if (!signal.aborted) view.set(forgotten);
      return loaded;
    });
  };
  const file = element('input', {
    type: 'file',
    accept: '.safetensors',
    oninput: () => take(file.files?.[0]),
  });
  host.addEventListener('dragover', (event) => event.preventDefault());
  host.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  const table = networkTable(networks, (name) => {
    choice.value = name;
    choice.dispatchEvent(new Event('input'));
  });
  host.append(
    element(
      'div',
      { class: 'controls' },
      element('label', {}, 'Network', choice),
      element('label', {}, 'or a model file, dropped or chosen', file),
    ),
    opened.fault,
    opened.body,
    table,
    opened.state,
  );
  const named = view.get('network') ?? 'reference';
  choice.value = named in networks ? named : 'reference';
  await choose();
};
