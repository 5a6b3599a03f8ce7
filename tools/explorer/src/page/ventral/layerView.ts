import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { channelFigure } from './channelFigure';
import { chosenChannel, chosenCourse, differenceOf } from './chosenCourse';
import { gateFigure } from './gateFigure';
import { layerControls, type MapsKind } from './layerControls';
import { mapsView, middleRange, type MapsShown } from './mapsView';
import type { Opened } from './Opened';
import type { Played } from './Played';
import type { Settings } from './settings';

type Shown = { readonly intact: Played; readonly cut: Played | null };

/** One layer, or one gate of its cell, over time: maps of all channels, one channel, and the layer's gates. */
export function layerView(
  settings: Settings,
  toStep: (step: number) => void,
): {
  readonly part: HTMLElement;
  readonly show: (opened: Opened, shown: Shown) => void;
  readonly showStep: (step: number) => void;
} {
  let now: { readonly opened: Opened; readonly shown: Shown } | undefined;
  let drawn: Omit<MapsShown, 'step'> | undefined;
  let at = 0;
  const figures = element('div', { class: 'columns' });
  const change = () => {
    if (now === undefined) return;
    controls.show(now.shown);
    figures.replaceChildren(...figuresOf(now.opened, now.shown, settings));
    drawn = mapsOf(now.shown, controls.kind(), settings);
    showStep(at);
  };
  const controls = layerControls(settings, change);
  const maps = mapsView({
    step: toStep,
    channel: (channel) => {
      settings.set({ channel });
      change();
    },
  });
  const showStep = (step: number) => {
    at = step;
    if (drawn !== undefined) maps.show({ ...drawn, step });
  };
  return {
    part: element('section', { 'aria-label': 'Layers over time' }, controls.part, ...maps.parts, figures),
    show: (opened, shown) => {
      now = { opened, shown };
      at = Math.min(at, opened.timesteps - 1);
      change();
    },
    showStep,
  };
}

/** What is drawn of the chosen layer, at whatever step. */
function mapsOf(shown: Shown, kind: MapsKind, settings: Settings): Omit<MapsShown, 'step'> {
  const intact = chosenCourse(shown.intact, settings);
  const cut = shown.cut === null ? intact : chosenCourse(shown.cut, settings);
  const course = kind === 'difference' ? differenceOf(cut, intact) : { intact, cut }[kind];
  const range = middleRange(course.values);
  return { course, signed: kind === 'difference', range, channel: chosenChannel(course, settings) };
}

function figuresOf({ provenance }: Opened, shown: Shown, settings: Settings): HTMLElement[] {
  const course = chosenCourse(shown.intact, settings);
  const cut = shown.cut === null ? undefined : chosenCourse(shown.cut, settings);
  const gates = gateFigure(course.name.split('/')[0]!, shown);
  return [
    figureView(channelFigure(course, cut, chosenChannel(course, settings)), provenance),
    gates === undefined
      ? element('p', { class: 'soft' }, 'This layer has no cell with gates.')
      : figureView(gates, provenance),
  ];
}
