import { boundsOf, enclosureOf, positionReadout, type TrainedModel } from '@goal-driven/mec';
import { colourMap } from '@goal-driven/report';
import type { PanelContext } from '../Panel';
import { element } from '../shell/element';
import { arenaView } from './arenaView';
import { createIntegrator } from './createIntegrator';
import { createLiveMaps } from './createLiveMaps';
import { createScene } from './createScene';
import { errorTable } from './errorTable';
import { typicalSpeed } from './Feed';
import { runWalk } from './runWalk';
import { silencingControls } from './silencingControls';
import { startOf } from './startOf';
import { classesOf, type StoredUnits } from './StoredUnits';
import { unitChoice } from './unitChoice';
import { walkControls } from './walkControls';

/** A network and what is known of its units. */
export type OpenedNetwork = {
  readonly model: TrainedModel;
  readonly units: StoredUnits;
  readonly title: string;
  /** Opens it anew, with another layer. */
  readonly reopen: () => Promise<void>;
};

/** Everything about one network: the arena where it integrates, its errors, its units, and what silencing costs. */
export async function openNetwork(
  body: HTMLElement,
  { model, units, title, reopen }: OpenedNetwork,
  context: PanelContext,
): Promise<void> {
  const { view, signal, announce } = context;
  const { arena, motion } = model.study;
  const { recurrent } = model.parts.steps;
  const layer = view.get('layer') === 'g' && 'g' in units.layers ? 'g' : recurrent;
  const stored = units.layers[layer]!;
  const [, rows, columns] = stored.maps.shape as [number, number, number];
  const enclosure = enclosureOf(arena);
  const reach = typicalSpeed(motion) * motion.dt;

  const integrator = createIntegrator(model, layer);
  const picture = arenaView(arena);
  const scene = createScene(model.parts.readout);
  const errors = errorTable();
  let live = createLiveMaps(boundsOf(arena), [rows, columns]);
  const clear = () => {
    live = createLiveMaps(boundsOf(arena), [rows, columns]);
    errors.clear();
    scene.clear();
  };
  const unitsView = unitChoice(stored, { view, colours: colourMap, onChosen: () => silencing.refresh() });
  const silencing = silencingControls({
    model,
    layer,
    title,
    classes: classesOf(stored),
    chosen: unitsView.chosen,
    context,
    onSilenced: (silenced, random, name) => {
      integrator.silence(layer, silenced, random);
      errors.name(name);
      errors.clear();
      unitsView.mark(silenced);
    },
  });
  const start = startOf(view, { enclosure, arena, motion, reach });
  let mapsDrawn = 0;
  const walk = runWalk({
    integrator,
    dt: motion.dt,
    start,
    signal,
    onSteps: (steps, integrated) => {
      live.add(steps.positions, integrated.activity);
      errors.add(integrated);
      scene.add(steps, integrated);
    },
    onTold: (pose) => scene.told(pose),
    onFrame: () => {
      picture.draw(scene.scene(controls.line()));
      errors.draw();
      if (performance.now() - mapsDrawn < 300) return;
      mapsDrawn = performance.now();
      unitsView.draw(live.maps());
    },
    onFault: (error) => announce(String(error)),
  });
  const controls = walkControls({
    walk,
    picture,
    start,
    context,
    enclosure,
    arena,
    motion,
    reach,
    clear,
    errors,
    placeCells: model.parts.readout !== positionReadout,
  });
  const layers = element(
    'select',
    {
      oninput: () => {
        view.set({ layer: layers.value === recurrent ? undefined : layers.value, units: undefined });
        void reopen();
      },
    },
    ...Object.keys(units.layers).map((each) =>
      element(
        'option',
        { value: each, selected: each === layer },
        each === recurrent ? `${each}, recurrent` : `${each}, before the read-out`,
      ),
    ),
  );
  body.append(
    element(
      'div',
      { class: 'columns mec' },
      element(
        'section',
        {},
        element('h2', {}, 'The arena'),
        controls.host,
        element('div', { class: 'scroll' }, errors.host),
        silencing.host,
      ),
      element(
        'section',
        {},
        element('h2', {}, 'The units'),
        element('div', { class: 'controls' }, element('label', {}, 'Layer', layers)),
        unitsView.host,
        element(
          'p',
          { class: 'soft' },
          `Scores and stored maps: ${units.walks}. Dashed lines are the thresholds of the study, 0.3 and 0.5.`,
        ),
      ),
    ),
  );
  silencing.refresh();
}
