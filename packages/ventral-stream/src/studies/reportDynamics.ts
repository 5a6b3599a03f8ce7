import type { Figure, NdArray, Score, StudyEvent } from '@goal-driven/core';
import type { Ablation } from '../analysis/Ablation';
import { ablationEffects } from '../analysis/ablationEffects';
import { ablationFigures, ablationLabel } from '../analysis/ablationFigures';
import { fieldFigures } from '../analysis/fieldFigures';
import { gateActivity } from '../analysis/gateActivity';
import { gateFigures } from '../analysis/gateFigures';
import { firstImages, type ImageSet } from '../analysis/ImageSet';
import { occlusionMaps } from '../analysis/occlusionMaps';
import { receptiveFields } from '../analysis/receptiveFields';
import { recordLayers } from '../analysis/recordLayers';
import { recordStates } from '../analysis/recordStates';
import { responsiveUnits } from '../analysis/responsiveUnits';
import { occlusionFigure, sensitivityFigure } from '../analysis/sensitivityFigures';
import { sensitivityMaps } from '../analysis/sensitivityMaps';
import { stateTrajectories } from '../analysis/stateTrajectories';
import { traceFigure } from '../analysis/traceFigure';
import { trajectoryFigures } from '../analysis/trajectoryFigures';
import { unitLabel, unitTraces } from '../analysis/Unit';
import type { DynamicsConfig } from './DynamicsConfig';
import type { Network } from '../network/Network';

/** What is looked at. */
export type Subject = {
  readonly network: Network;
  readonly set: ImageSet;
  readonly classes: readonly string[];
  readonly layers: readonly string[];
  readonly config: DynamicsConfig;
};

const event = (figure: Figure): StudyEvent => ({ kind: 'figure', figure });

const score = (
  { network }: Subject,
  metric: string,
  { value, n, unit = '1', ...labels }: { value: number; n: number; unit?: string } & Score['labels'],
): StudyEvent => ({
  kind: 'score',
  score: {
    ...{ metric, version: 1, value, unit, n, ceiling: NaN, ceiled: NaN },
    labels: { network: network.architecture.name, ...labels },
  },
});

/** Traces of units, paths of states and gates. */
export function* reportActivity(subject: Subject): Generator<StudyEvent> {
  const { network, set, classes, layers, config } = subject;
  const { movie } = network.architecture;
  const asked = config.traces.units ?? [];
  const recording = recordLayers(network, set, [...new Set([...layers, ...asked.map(({ node }) => node)])]);
  const chosen = firstImages(set, config.traces.images);
  const units =
    config.traces.units ??
    layers.flatMap((layer) =>
      responsiveUnits(layer, recording[layer]!, { count: config.traces.unitsOfLayer }),
    );
  for (const unit of units) {
    const traces = unitTraces(recording[unit.node]!, unit).slice(0, chosen.labels.length);
    yield event(
      traceFigure(
        unitLabel(unit),
        traces.map((y, image) => ({ label: `${classes[set.labels[image]!]!} (image ${image + 1})`, y })),
        movie,
      ),
    );
  }
  const celled = layers.filter((layer) => hasCell(network, layer));
  const states = recordStates(network, set, celled, { pooled: config.trajectories.pooled });
  for (const layer of layers) {
    const state = states[layer];
    yield* reportTrajectories(subject, layer, {
      what: state === undefined ? 'output' : 'state',
      record: state ?? recording[layer]!,
    });
  }
  yield* gateFigures(gateActivity(network, set), movie).map(event);
}

const hasCell = ({ architecture }: Network, layer: string): boolean =>
  architecture.compiled.nodes.some(({ name, cell }) => name === layer && cell !== undefined);

/** Paths of what a layer's cell holds, or of its output where it has no cell. */
function* reportTrajectories(
  subject: Subject,
  layer: string,
  { what, record }: { readonly what: 'state' | 'output'; readonly record: NdArray<Float32Array> },
): Generator<StudyEvent> {
  const { network, set, classes, config } = subject;
  const { pooled } = config.trajectories;
  const [count, timesteps, ...own] = record.shape as [number, number, ...number[]];
  const features = pooled ? own.at(-1)! : own.reduce((size, axis) => size * axis, 1);
  const components = Math.min(config.trajectories.components, features, count * timesteps);
  if (components < 2) return; // no plane to draw in
  const found = stateTrajectories(record, { components, pooled });
  for (const [index, value] of found.ratios.entries())
    yield score(subject, 'explainedVariance', {
      value,
      n: count * timesteps,
      layer,
      what,
      component: index + 1,
    });
  const setting = { layer, what, labels: set.labels, classes, movie: network.architecture.movie };
  yield* trajectoryFigures(found, setting).map(event);
}

/** The fields of one unit of each layer, in the middle of its map. */
export function* reportFields(subject: Subject): Generator<StudyEvent> {
  const { network, set, layers, config } = subject;
  const { movie } = network.architecture;
  const shown = firstImages(set, config.fields.images);
  const recording = recordLayers(network, shown, layers);
  const found = [];
  for (const layer of layers) {
    const [unit] = responsiveUnits(layer, recording[layer]!, { count: 1, central: true });
    const first = movie.imageOn + network.architecture.signalAt[layer]!;
    const timesteps = Array.from({ length: movie.timesteps }, (_, step) => step).filter(
      (step) => step >= first && (step - first) % config.fields.every === 0,
    );
    const fields = receptiveFields(network, shown, { unit: unit!, timesteps });
    for (const { step, radius, support } of fields) {
      const labels = { layer, step, n: shown.labels.length, unit: 'px' };
      yield score(subject, 'fieldRadius', { ...labels, value: radius });
      yield score(subject, 'fieldExtent', { ...labels, value: Math.max(...support) });
    }
    found.push({ unit: unit!, fields });
  }
  yield* fieldFigures(found, movie).map(event);
}

/** Windows of so many steps, the last one perhaps shorter; none that is the whole presentation. */
export const windowsOf = (timesteps: number, window: number): { from: number; to: number }[] =>
  window >= timesteps
    ? []
    : Array.from({ length: Math.ceil(timesteps / window) }, (_, index) => ({
        from: index * window,
        to: Math.min((index + 1) * window, timesteps),
      }));

/** Answers without each arrow of feedback and each memory, throughout and in windows. */
export function* reportAblations(subject: Subject): Generator<StudyEvent> {
  const { network, set, classes, config } = subject;
  const { compiled, movie, decodeFrom } = network.architecture;
  const { timesteps } = movie;
  const windows = [{ from: 0, to: timesteps }, ...windowsOf(timesteps, config.ablation.window)];
  const targets = [
    ...compiled.graph.edges
      .filter(({ kind }) => kind === 'feedback')
      .map(({ from, to }) => ({ edges: [{ from, to }], states: [] })),
    ...compiled.nodes
      .filter(({ cell }) => cell !== undefined)
      .map(({ name }) => ({ edges: [], states: [name] })),
  ];
  const ablations = targets.flatMap((target) => windows.map((times): Ablation => ({ ...target, ...times })));
  const { intact, effects } = ablationEffects(network, set, ablations);
  const n = set.labels.length;
  yield score(subject, 'accuracy', { value: intact.accuracy, n });
  for (const { ablation, accuracy, logitChange } of effects) {
    const { from, to } = ablation;
    const labels = { ablated: ablationLabel(ablation), from, to, n };
    yield score(subject, 'accuracyAblated', { ...labels, value: accuracy });
    yield score(subject, 'logitChange', { ...labels, value: logitChange.at(-1)! });
  }
  yield* ablationFigures(intact, effects, { movie, decodeFrom, classes: classes.length }).map(event);
}

/** Maps of what matters to the first decoded logits and to the last. */
export function* reportSensitivity(subject: Subject): Generator<StudyEvent> {
  const { network, set, classes, config } = subject;
  const { movie, decodeFrom } = network.architecture;
  const shown = firstImages(set, config.sensitivity.images);
  for (const step of new Set([decodeFrom, movie.timesteps - 1])) {
    const setting = { set: shown, classes, step };
    yield event(sensitivityFigure(sensitivityMaps(network, shown, step), setting));
    const maps = occlusionMaps(network, shown, { ...config.sensitivity.occlusion, step });
    yield event(occlusionFigure(maps, setting));
  }
}
