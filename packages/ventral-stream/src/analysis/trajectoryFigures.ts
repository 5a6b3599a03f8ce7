import type { Figure } from '@goal-driven/core';
import type { Movie } from '../network/Presentation';
import type { Trajectories } from './stateTrajectories';
import { overTime } from './overTime';

type Setting = {
  readonly layer: string;
  /** What the paths are of: what the layer's cell holds, or its output. */
  readonly what: 'state' | 'output';
  /** [N], indices into the classes. */
  readonly labels: readonly number[];
  readonly classes: readonly string[];
  readonly movie: Movie;
};

/** More panels than these say nothing. */
const MOST = 12;

/** The paths in the plane of the first two components, a panel for each class, and the first one over time. */
export function trajectoryFigures({ paths, ratios }: Trajectories, setting: Setting): Figure[] {
  const { layer, what, labels, classes, movie } = setting;
  const present = [...new Set(labels)].sort((a, b) => a - b).slice(0, MOST);
  const ofClass = (label: number) => paths.filter((_, image) => labels[image] === label);
  const percent = ratios.map((ratio) => `${(100 * ratio).toFixed(1)} %`);
  const axis = (component: number) => `component ${component + 1}, ${percent[component]} of variance (1)`;
  const plane: Figure = {
    name: `trajectories-${layer}`,
    title: `Paths of the ${what} of ${layer}`,
    caption:
      `Principal components of ${what === 'state' ? 'all that its cell holds' : 'its output'} over all images and timesteps. Each path is one image, from the dot, where time begins; ` +
      `the other colour is the mean of the class.${classes.length > MOST ? ` The first ${MOST} classes.` : ''}`,
    kind: 'paths',
    axes: { x: axis(0), y: axis(1) },
    bounds: boundsOf(paths),
    panels: present.map((label) => ({
      label: classes[label]!,
      paths: [
        ...ofClass(label).map((path) => ({ label: 'one image', points: path.map(planar) })),
        { label: 'mean of the class', points: meanPath(ofClass(label)).map(planar) },
      ],
    })),
  };
  const inTime: Figure = {
    name: `trajectories-${layer}-in-time`,
    title: `The ${what} of ${layer} over time`,
    caption: 'First principal component, mean over the images of each class. The bar marks the image.',
    kind: 'lines',
    axes: { x: 'time (ms)', y: axis(0) },
    lines: overTime(
      movie,
      present.map((label) => ({
        label: classes[label]!,
        y: meanPath(ofClass(label)).map(([first]) => first!),
      })),
    ),
  };
  return [plane, inTime];
}

const planar = (point: readonly number[]): [number, number] => [point[0]!, point[1]!];

/** Mean over paths, [T][components]. */
const meanPath = (paths: Trajectories['paths']): number[][] =>
  paths[0]!.map((point, step) =>
    point.map((_, axis) => paths.reduce((sum, path) => sum + path[step]![axis]! / paths.length, 0)),
  );

/** What holds all points, with some room; a square where the points spread less up than across. */
function boundsOf(paths: Trajectories['paths']): [number, number, number, number] {
  const range = (axis: number) => {
    const values = paths.flat().map((point) => point[axis]!);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [[left, right], [bottom, top]] = [range(0), range(1)];
  const half = 0.55 * Math.max(right - left, top - bottom, Number.EPSILON);
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return [x - half, x + half, y - half, y + half];
}
