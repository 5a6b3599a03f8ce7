import type { TrainedModel } from '@goal-driven/mec';
import type { Scene } from './arenaView';
import type { Integrated } from './createIntegrator';
import type { Pose, Steps } from './Feed';
import { lastPose } from './forage';

/** Steps of a trail, and place cells that are drawn. */
const [TRAIL, CELLS] = [250, 20];

type Point = readonly [number, number];

/** What was last seen of a walk, as the arena shows it. */
export function createScene(readout: TrainedModel['parts']['readout']) {
  const centres = 'centres' in readout ? (readout.centres as Float64Array) : undefined;
  let pose: Pose = { x: 0, y: 0, heading: 0 };
  let [trail, predictedTrail]: [Point[], Point[]] = [[], []];
  let last: Integrated | undefined;
  return {
    add(steps: Steps, integrated: Integrated): void {
      pose = lastPose(steps);
      trail = [...trail, ...pointsOf(steps.positions)].slice(-TRAIL);
      predictedTrail = [...predictedTrail, ...pointsOf(integrated.decoded.network)].slice(-TRAIL);
      last = integrated;
    },
    /** The network was told where the animal is, so its trail begins anew. */
    told(at: Pose): void {
      if (Math.hypot(at.x - pose.x, at.y - pose.y) > 0.1) trail = []; // it was put somewhere else
      [pose, predictedTrail, last] = [at, [], undefined];
    },
    clear(): void {
      [trail, predictedTrail] = [[], []];
    },
    scene: (line: Scene['line']): Scene => ({
      pose,
      line,
      trail,
      predictedTrail,
      predicted: last && pointsOf(last.decoded.network).at(-1),
      still: last && pointsOf(last.decoded.still).at(-1),
      cells: centres === undefined || last === undefined ? [] : mostActive(last.said, centres),
    }),
  };
}

const pointsOf = (positions: Float64Array): Point[] =>
  Array.from({ length: positions.length / 2 }, (_, at) => [positions[2 * at]!, positions[2 * at + 1]!]);

/** The most active cells, softmax of the logits over that of the first. */
function mostActive(logits: Float32Array, centres: Float64Array): Scene['cells'] {
  const order = Array.from(logits.keys())
    .sort((a, b) => logits[b]! - logits[a]!)
    .slice(0, CELLS);
  const top = logits[order[0]!]!;
  // A surround keeps probabilities close to each other: shown is how far a cell stands out from the last one shown.
  const low = Math.exp(logits[order.at(-1)!]! - top);
  return order.map((cell) => [
    centres[2 * cell]!,
    centres[2 * cell + 1]!,
    (Math.exp(logits[cell]! - top) - low) / (1 - low || 1),
  ]);
}
