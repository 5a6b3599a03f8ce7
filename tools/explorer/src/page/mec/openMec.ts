import { disposeTree } from '@goal-driven/core';
import { readModel, type TrainedModel } from '@goal-driven/mec';
import './mec.css';
import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { startEngine } from '../shell/startEngine';
import { measureUnits } from './measureUnits';
import { networkTable } from './networkTable';
import { loadNetwork, networks, networkTitle } from './networks';
import { openNetwork } from './openNetwork';
import type { StoredUnits } from './StoredUnits';

/** The largest file that is taken for a model, bytes. */
const LARGEST = 64e6;
/** Batches of 25 walks over which the units of a dropped network are measured. */
const BATCHES = 80;

/** The path-integration panel: chooses a network, shipped or dropped, and opens it. */
export const openMec: OpenPanel = async (host, { view, signal, announce }) => {
  const engine = await startEngine();
  const body = element('div');
  const fault = element('p', { class: 'fault', role: 'alert', hidden: true });
  const state = element('p', { class: 'soft' });
  let [leave, leaveView] = [new AbortController(), new AbortController()];

  /** Opens what is loaded, unless the reader has meanwhile chosen another. */
  const show = async (
    title: string,
    load: (mine: AbortSignal) => Promise<{ readonly model: TrainedModel; readonly units: StoredUnits }>,
  ) => {
    leave.abort();
    leave = new AbortController();
    const mine = AbortSignal.any([signal, leave.signal]);
    fault.hidden = true;
    state.textContent = `Loading ${title} …`;
    try {
      const { model, units } = await load(mine);
      if (mine.aborted) return disposeTree(model.network.params);
      mine.addEventListener('abort', () => setTimeout(() => disposeTree(model.network.params), 1000));
      const draw = async () => {
        leaveView.abort();
        leaveView = new AbortController();
        body.replaceChildren();
        const context = { view, announce, signal: AbortSignal.any([mine, leaveView.signal]) };
        await openNetwork(body, { model, units, title, reopen: draw }, context);
      };
      await draw();
      state.textContent = `${title}; computed by ${engine}. Trained by: ${model.command}`;
    } catch (error) {
      if (mine.aborted) return;
      state.textContent = '';
      fault.hidden = false;
      fault.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const choice = element(
    'select',
    {
      oninput: () => {
        view.set({
          network: choice.value === 'reference' ? undefined : choice.value,
          layer: undefined,
          units: undefined,
          silence: undefined,
        });
        void choose();
      },
    },
    ...Object.entries(networks).map(([name, entry]) =>
      element('option', { value: name }, networkTitle(entry)),
    ),
  );
  const choose = () => show(choice.selectedOptions[0]!.text, () => loadNetwork(choice.value));
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    void show(file.name, async (mine) => {
      const model = await modelOf(file);
      const onShare = (share: number) =>
        (state.textContent = `Measuring the units of ${file.name} over walks … ${Math.round(100 * share)} %`);
      const turn = async () => {
        await new Promise((resolve) => setTimeout(resolve));
        mine.throwIfAborted();
      };
      return { model, units: await measureUnits(model, { batches: BATCHES, turn, onShare }) };
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
  host.append(
    element(
      'div',
      { class: 'controls' },
      element('label', {}, 'Network', choice),
      element('label', {}, 'or a model file, dropped or chosen', file),
    ),
    fault,
    body,
    networkTable(networks, (name) => {
      choice.value = name;
      choice.dispatchEvent(new Event('input'));
    }),
    state,
  );
  const named = view.get('network') ?? 'reference';
  choice.value = named in networks ? named : 'reference';
  await choose();
};

/** The network of a file that may be anything. */
async function modelOf(file: File): Promise<TrainedModel> {
  if (file.size > LARGEST)
    throw new Error(
      `${file.name}: must be a model of at most ${LARGEST / 1e6} MB, got ${(file.size / 1e6).toFixed(1)} MB`,
    );
  const model = readModel(new Uint8Array(await file.arrayBuffer()), file.name);
  if (model.study.arena.kind !== 'track') return model;
  disposeTree(model.network.params);
  throw new Error(
    `${file.name}: must be a network of a rectangle or a circle to be shown here, got one of a track`,
  );
}
