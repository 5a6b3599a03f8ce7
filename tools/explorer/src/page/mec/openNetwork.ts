import {
  boundsOf,
  enclosureOf,
  positionReadout,
  type SilencedLayer,
  type TrainedModel,
} from '@goal-driven/mec';
import { colourMap } from '@goal-driven/report';
import type { PanelContext } from '../Panel';
import { element } from '../shell/element';
import { arenaView } from './arenaView';
import { createIntegrator } from './createIntegrator';
import { createLiveMaps } from './createLiveMaps';
import { createScene } from './createScene';
import { errorTable } from './errorTable';
import { typicalSpeed } from './Feed';
import type { LoadedNetwork } from './networkView';
import { runWalk } from './runWalk';
import { silencingControls } from './silencingControls';
import { startOf } from './startOf';
import { classesOf, type StoredUnits } from './StoredUnits';
import { unitChoice } from './unitChoice';
import { unitFigure } from './unitFigure';
import { walkControls } from './walkControls';

/** A network, its name, and what opens it anew, with another layer. */
export type OpenedNetwork = LoadedNetwork & { readonly title: string; readonly reopen: () => void };

/** Time between two drawings of the maps, ms: slower than the arena, for all units are gathered for them. */
const MAPS_EVERY = 300;

/** Everything about one network: the arena where it integrates, its errors, its units, and what silencing costs. */
export function openNetwork(
  body: HTMLElement,
  { model, units, title, reopen }: OpenedNetwork,
  context: PanelContext,
): void {
  const { view } = context;
  const { recurrent } = model.parts.steps;
  const layer = view.get('layer') === 'g' && 'g' in units.layers ? 'g' : recurrent;
  const stored = units.layers[layer]!;
  const shown = unitChoice(stored, { view, colours: colourMap, onChosen: () => silencing.refresh() });
  const { integrator, errors, clear, host } = liveArena(model, { layer, stored, shown }, context);
  const silencing = silencingControls({
    model,
    layer,
    title,
    classes: classesOf(stored),
    chosen: shown.chosen,
    context,
    onSilenced: (silenced, random, name) => {
      integrator.silence(layer, silenced, random);
      errors.name(name);
      clear(); // means and maps are of one network
      shown.mark(silenced);
    },
  });
  const choice = layerChoice(units, { layer, recurrent }, (value) => {
    view.set({ layer: value === recurrent ? undefined : value, units: undefined });
    reopen();
  });
  const provenance = `Trained by ${model.command}; layer ${layer}`;
  const figure = unitFigure(stored, { title, layer, walks: units.walks, provenance });
  const measured = `Scores and stored maps: ${units.walks}. Dashed lines are the thresholds of the study, 0.3 and 0.5.`;
  body.append(
    element(
      'div',
      { class: 'columns mec' },
      element('section', {}, element('h2', {}, 'The arena'), host, silencing.host),
      element(
        'section',
        {},
        element('h2', {}, 'The units'),
        choice,
        shown.host,
        element('p', { class: 'soft' }, measured),
        figure,
      ),
    ),
  );
  silencing.refresh();
}

type Watched = {
  readonly layer: SilencedLayer;
  readonly stored: NonNullable<StoredUnits['layers'][SilencedLayer]>;
  readonly shown: ReturnType<typeof unitChoice>;
};

/** The arena where the network walks, with its controls and errors. */
function liveArena(model: TrainedModel, { layer, stored, shown }: Watched, context: PanelContext) {
  const { arena, motion } = model.study;
  const [, rows, columns] = stored.maps.shape as [number, number, number];
  const enclosure = enclosureOf(arena);
  const reach = typicalSpeed(motion) * motion.dt;
  const integrator = createIntegrator(model, layer);
  const picture = arenaView(arena);
  const scene = createScene(model.parts.readout);
  const errors = errorTable();
  const newMaps = () => createLiveMaps(boundsOf(arena), [rows, columns]);
  let [live, mapsDrawn] = [newMaps(), 0];
  const start = startOf(context.view, { enclosure, arena, motion, reach });
  const walk = runWalk({
    integrator,
    dt: motion.dt,
    start,
    signal: context.signal,
    onSteps: (steps, integrated) => {
      live.add(steps.positions, integrated.activity);
      errors.add(integrated);
      scene.add(steps, integrated);
    },
    onTold: scene.told,
    onFrame: () => {
      picture.draw(scene.scene(controls.line()));
      errors.draw();
      if (performance.now() - mapsDrawn < MAPS_EVERY) return;
      mapsDrawn = performance.now();
      shown.draw(live.maps());
    },
  });
  const clear = () => {
    live = newMaps();
    errors.clear();
    scene.clear();
  };
  const placeCells = model.parts.readout !== positionReadout;
  const given = { walk, picture, start, context, enclosure, arena, motion, reach, clear, errors, placeCells };
  const controls = walkControls(given);
  const host = element('div', {}, controls.host, element('div', { class: 'scroll' }, errors.host));
  return { integrator, errors, clear, host };
}

function layerChoice(
  units: StoredUnits,
  { layer, recurrent }: { readonly layer: SilencedLayer; readonly recurrent: SilencedLayer },
  choose: (layer: string) => void,
): HTMLElement {
  const layers = element(
    'select',
    { oninput: () => choose(layers.value) },
    ...Object.keys(units.layers).map((each) =>
      element(
        'option',
        { value: each, selected: each === layer },
        each === recurrent ? `${each}, recurrent` : `${each}, before the read-out`,
      ),
    ),
  );
  return element('div', { class: 'controls' }, element('label', {}, 'Layer', layers));
}
