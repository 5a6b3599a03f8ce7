import { element } from '../shell/element';
import { answersView } from './answersView';
import { cutsView } from './cutsView';
import { layerView } from './layerView';
import { newestOnly } from './newestOnly';
import type { Opened } from './Opened';
import type { PictureChoice } from './pictureChoice';
import { player } from './player';
import type { Settings } from './settings';
import type { Vision } from './startVision';
import type { VisionCalls } from './VisionMessages';

type Given = {
  readonly vision: Vision;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly announce: (text: string) => void;
  readonly picture: PictureChoice;
};

/** A network with what it did with the picture. */
type Scene = { readonly opened: Opened; readonly shown?: VisionCalls['show'][1] };

/** What a network does with the picture: answers, layers and circuit, brought up to date as either changes. */
export function networkView({ vision, settings, signal, announce, picture }: Given) {
  let scene: Scene | undefined;
  const fault = element('p', { class: 'fault', role: 'alert', hidden: true });
  const from = element('p', { class: 'soft' });
  const answers = answersView();
  const toStep = (step: number) => {
    settings.set({ step });
    showStep();
  };
  const clock = player(signal, toStep);
  const layers = layerView(settings, toStep);
  const cuts = cutsView(settings, () => refresh());

  const showStep = () => {
    if (scene?.shown === undefined) return;
    const { opened, shown } = scene;
    const step = Math.min(settings.index('step', opened.timesteps - 1), opened.timesteps - 1);
    clock.show(step, opened.timesteps);
    answers.showStep(opened, shown, { step, label: labelOf(opened, picture) });
    layers.showStep(step);
  };
  const fail = (error: unknown) => {
    fault.hidden = false;
    fault.textContent = error instanceof Error ? error.message : String(error);
  };
  const ask = async () => {
    if (scene === undefined) return;
    try {
      const shown = await vision.ask('show', { picture: picture.picture(), cuts: cuts.arrows() });
      const { opened } = scene;
      if (shown.serial !== opened.serial) return; // another network comes, and asks again
      scene = { opened, shown };
      fault.hidden = true;
      picture.show(shown.seen, opened.size);
      announce(answers.show(opened, shown, labelOf(opened, picture)));
      layers.show(opened, shown);
      showStep();
    } catch (error) {
      fail(error);
    }
  };
  const refresh = newestOnly(ask, signal);
  const open = (opened: Opened) => {
    scene = { opened };
    from.textContent = opened.provenance;
    cuts.open(opened);
    refresh();
  };
  return {
    open,
    refresh,
    fail,
    parts: {
      answers: element('div', {}, fault, answers.now, answers.figure, from),
      // It stays in sight: what is cut or played further down is answered here.
      player: element('div', { class: 'player' }, clock.part, answers.words),
      below: [cuts.part, layers.part, answers.numbers],
    },
  };
}

/** The class of a rendered object, where a trained network has it. */
function labelOf({ classes, trained }: Opened, picture: PictureChoice): number | undefined {
  const shown = picture.picture();
  const at = trained && shown.kind === 'object' ? classes.indexOf(shown.view.category) : -1;
  return at < 0 ? undefined : at;
}
