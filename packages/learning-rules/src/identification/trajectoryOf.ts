import { DataError, feedForward, ndArray, type HistoryPoint, type NdArray } from '@goal-driven/core';
import { networkOf } from '../networks/NetworkConfig';
import { layerPosition, observedLayers, type ObservedLayer } from '../networks/observedLayers';
import { withEmbedding } from '../networks/withEmbedding';
import { OBSERVABLES } from './observables';
import { observedName, PSEUDO } from './observeNetwork';
import { shownOf, type TrajectoryConfig } from './TrajectoryConfig';

/** What was seen of a layer through training, in one view. */
export type LayerTrajectory = {
  readonly layer: string;
  /** 0 early, 1 middle, 2 deep. */
  readonly position: 0 | 1 | 2;
  /** [checkpoints, 45] by view; the view `<name>-pseudo` has the pseudo-Jacobian. */
  readonly views: { readonly [view: string]: NdArray };
};

/** What was seen of a training. */
export type Trajectory = {
  /** Updates done at each checkpoint. */
  readonly steps: readonly number[];
  /** Loss, and accuracy where there is one, on held-out examples at each checkpoint. */
  readonly heldOut: { readonly [name: string]: readonly number[] };
  readonly layers: readonly LayerTrajectory[];
};

/** The network of a training, and the layers of it that are seen. */
export function observedNetwork(config: TrajectoryConfig) {
  const plain = networkOf(config.network, shownOf(config.examples));
  const whole = config.objective.kind === 'views' ? withEmbedding(plain) : plain;
  const layers = observedLayers(whole, config.output);
  // A node's activity is recorded under the node, its operations' under theirs; all that are seen are operations.
  const network = feedForward({ ...whole, record: [...new Set(layers.map(({ activity }) => activity))] });
  const body = config.objective.kind === 'views' ? layers.length - 2 : layers.length;
  const positions = layers.map((_, index) => (index < body ? layerPosition(index, body) : 2));
  return { network, layers, positions };
}

/**
 * Puts together what was seen from the curves of a training.
 *
 * @param points curves: those of a training, or the lines of a run's metrics
 * @throws DataError where a checkpoint is missing: the training has not ended
 */
export function trajectoryOf(points: readonly HistoryPoint[], config: TrajectoryConfig): Trajectory {
  const { layers, positions } = observedNetwork(config);
  const views = Object.keys(config.views);
  const first = observedName(views[0]!, layers[0]!.name, OBSERVABLES[0]!);
  const seen = points.filter(({ values }) => first in values);
  if (seen.length !== config.checkpoints)
    throw new DataError(
      `trajectoryOf: a training must have ${config.checkpoints} checkpoints, got ${seen.length}`,
    );
  const judged = points.filter(({ values }) => 'heldOut/loss' in values).map(({ values }) => values);
  const names = Object.keys(judged[0] ?? {}).filter((name) => name.startsWith('heldOut/'));
  return {
    steps: seen.map(({ step }) => step),
    heldOut: Object.fromEntries(
      names.map((name) => [name.slice('heldOut/'.length), judged.map((values) => values[name]!)]),
    ),
    layers: layers.map((layer, index) => ({
      layer: layer.name,
      position: positions[index]!,
      views: Object.fromEntries(views.flatMap((view) => bothJacobians(seen, layer, view))),
    })),
  };
}

function bothJacobians(
  seen: readonly HistoryPoint[],
  { name }: ObservedLayer,
  view: string,
): [string, NdArray][] {
  const table = (columns: readonly string[]) =>
    ndArray(
      Float64Array.from(
        seen.flatMap(({ values }) =>
          columns.map((observable) => values[observedName(view, name, observable)]!),
        ),
      ),
      [seen.length, columns.length],
    );
  return [
    [view, table(OBSERVABLES)],
    [`${view}-pseudo`, table([...OBSERVABLES.slice(0, -PSEUDO.length), ...PSEUDO])],
  ];
}
