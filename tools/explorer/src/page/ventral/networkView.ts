import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { arrowName, circuitView } from './circuitView';
import { confidenceFigure } from './confidenceFigure';
import { confidenceTable } from './confidenceTable';
import { layerView } from './layerView';
import { nowView } from './nowView';
import type { Opened } from './Opened';
import type { PictureChoice } from './pictureChoice';
import { player } from './player';
import type { Arrow } from './Played';
import type { Settings } from './settings';
import type { Vision } from './startVision';
import type { VisionCalls } from './VisionMessages';
import { verdict } from './verdict';

type Shown = VisionCalls['show'][1];

type Given = {
  readonly vision: Vision;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly announce: (text: string) => void;
  readonly picture: PictureChoice;
};

/** What a network does with the picture: answers, layers and circuit, brought up to date as either changes. */
export function networkView({ vision, settings, signal, announce, picture }: Given) {
  let opened: Opened | undefined;
  let shown: Shown | undefined;
  let cuts: readonly Arrow[] = [];

  const said = element('p', { class: 'verdict' });
  const from = element('p', { class: 'soft' });
  const fault = element('p', { class: 'fault', role: 'alert', hidden: true });
  const figure = element('div', {});
  const table = element('div', {});
  const circuit = element('div', { class: 'wide' });
  const now = nowView();
  const clock = player(signal, (step) => {
    settings.set({ step });
    showStep();
  });
  const layers = layerView(settings, (step) => {
    settings.set({ step });
    showStep();
  });

  const label = () => {
    const what = picture.picture();
    const at = what.kind === 'object' ? opened!.classes.indexOf(what.view.category) : -1;
    return at < 0 ? undefined : at;
  };
  const showStep = () => {
    if (opened === undefined || shown === undefined) return;
    const step = Math.min(settings.index('step', opened.steps - 1), opened.steps - 1);
    clock.show(step, opened.steps);
    now.show(opened, shown, { step, label: opened.trained ? label() : undefined });
    layers.showStep(shown, step);
  };
  const showAll = () => {
    const [network, played] = [opened!, shown!];
    picture.show(played.seen, network.size);
    const right = network.trained ? label() : undefined;
    const words = verdict(network, played, right);
    said.textContent = words;
    announce(words);
    figure.replaceChildren(figureView(confidenceFigure(network, played, right), network.provenance));
    table.replaceChildren(
      confidenceTable(network, played.intact, 'intact'),
      ...(played.cut === null ? [] : [confidenceTable(network, played.cut, 'cut')]),
    );
    layers.show(network, played);
    showStep();
  };

  // One question at a time, and then the newest: what changed in between is asked once.
  let [busy, again] = [false, false];
  const refresh = () => {
    if (opened === undefined) return;
    if (busy) again = true;
    else void ask();
  };
  const ask = async () => {
    busy = true;
    do {
      again = false;
      const asked = opened!;
      await vision.ask('show', { picture: picture.picture(), cuts }).then(
        (answer) => {
          if (asked !== opened) return; // another network came in between
          shown = answer;
          fault.hidden = true;
          showAll();
        },
        (error: Error) => fail(error),
      );
      await new Promise((resolve) => setTimeout(resolve));
    } while (again && !signal.aborted);
    busy = false;
  };
  const fail = (error: unknown) => {
    fault.hidden = false;
    fault.textContent = error instanceof Error ? error.message : String(error);
  };
  const open = (network: Opened) => {
    opened = network;
    shown = undefined;
    const wanted = (settings.text('cut') ?? '').split(',');
    cuts = network.circuit.edges.filter((edge) => wanted.includes(arrowName(edge)));
    cuts = cuts.map(({ from: source, to }) => ({ from: source, to }));
    from.textContent = network.provenance;
    circuit.replaceChildren(
      circuitView(network, cuts, (chosen) => {
        cuts = chosen;
        settings.set({ cut: chosen.length === 0 ? undefined : chosen.map(arrowName).join(',') });
        refresh();
      }),
    );
    refresh();
  };
  return {
    open,
    refresh,
    fail,
    parts: {
      answers: element('div', {}, fault, now.part, figure, from),
      // It stays in sight: what is cut or played further down is answered here.
      player: element('div', { class: 'player' }, clock.part, said),
      below: [
        circuit,
        layers.part,
        element('details', {}, element('summary', {}, 'Confidences as numbers'), table),
      ],
    },
  };
}
