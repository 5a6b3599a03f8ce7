import type { RandomStream } from '@goal-driven/core/arrays';
import { dot, dotAt, type Matrix } from './_matrix';

/** Samples on either side of a plane, and what it costs to have them on the wrong one. */
export type Sides = {
  /** [samples, features] */
  readonly features: Matrix;
  /** Value of a further feature, the same for all samples; 0 for none. */
  readonly constant: number;
  /** [samples], 1 or -1 */
  readonly signs: Int8Array;
  /** [samples] */
  readonly costs: Float64Array;
  readonly loss: 'squaredHinge' | 'hinge';
};

export type DescentOptions = {
  readonly tolerance: number;
  readonly maxSweeps: number;
  /** Draws the order of samples. */
  readonly stream: RandomStream;
};

export type Plane = {
  /** [features + 1], the last for the constant. */
  readonly weights: Float64Array;
  readonly objective: number;
  /** What the objective can still fall by, at most. */
  readonly gap: number;
  readonly sweeps: number;
};

/** The dual problem where it stands: multipliers, the weights that they make, and which samples still move. */
type Dual = Sides & {
  readonly multipliers: Float64Array;
  readonly weights: Float64Array;
  /** [samples], second derivative of the dual along each multiplier. */
  readonly curvatures: Float64Array;
  /** Samples still looked at come first. */
  readonly order: Int32Array;
  active: number;
  /** Slopes beyond these, at a bound, put a sample aside. */
  highest: number;
  lowest: number;
};

/**
 * Finds the plane of least `||w||^2 / 2 + sum_i cost_i loss(1 - sign_i w.x_i)` by coordinate descent in the dual, one
 * multiplier per sample in random order, with samples put aside while they stay at a bound. It ends when primal and
 * dual differ by at most `tolerance` times the primal, or after `maxSweeps`.
 *
 * @source Hsieh et al. 2008, ICML, algorithms 1 and 3; LIBLINEAR
 */
export function dualDescent(sides: Sides, { stream, tolerance, maxSweeps }: DescentOptions): Plane {
  const dual = begin(sides);
  const { weights } = dual;
  let narrow = 0.1;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    shuffle(dual.order, dual.active, stream);
    const whole = dual.highest === Infinity && dual.lowest === -Infinity;
    const { high, low } = goThrough(dual);
    if (high - low > narrow) {
      dual.highest = high > 0 ? high : Infinity;
      dual.lowest = low < 0 ? low : -Infinity;
      continue;
    }
    dual.active = dual.order.length;
    dual.highest = Infinity;
    dual.lowest = -Infinity;
    if (!whole) continue;
    const { objective, gap } = objectives(dual);
    if (gap <= tolerance * objective) return { weights, objective, gap, sweeps: sweep };
    narrow /= 10;
  }
  return { weights, ...objectives(dual), sweeps: maxSweeps };
}

function begin(sides: Sides): Dual {
  const { features, constant, costs, loss } = sides;
  const [samples, width] = [features.shape[0]!, features.shape[1]!];
  const power = (i: number) => dotAt(features.values, i * width, features.values, i * width, width);
  return {
    ...sides,
    multipliers: new Float64Array(samples),
    weights: new Float64Array(width + 1),
    curvatures: costs.map((cost, i) => power(i) + constant * constant + (loss === 'hinge' ? 0 : 0.5 / cost)),
    order: Int32Array.from({ length: samples }, (_, i) => i),
    active: samples,
    highest: Infinity,
    lowest: -Infinity,
  };
}

function shuffle(order: Int32Array, count: number, stream: RandomStream): void {
  for (let at = 0; at < count; at++) {
    const other = at + stream.integer(count - at);
    const sample = order[other]!;
    order[other] = order[at]!;
    order[at] = sample;
  }
}

/** One step for each sample that is looked at; how far from 0 the slopes were that could be followed. */
function goThrough(dual: Dual): { readonly high: number; readonly low: number } {
  const { features, constant, signs, costs, multipliers, weights, curvatures, order, highest, lowest } = dual;
  const { values } = features;
  const width = weights.length - 1;
  const hinge = dual.loss === 'hinge';
  let high = -Infinity;
  let low = Infinity;
  for (let at = 0; at < dual.active; at++) {
    const sample = order[at]!;
    const sign = signs[sample]!;
    const before = multipliers[sample]!;
    const most = hinge ? costs[sample]! : Infinity;
    const score = dotAt(values, sample * width, weights, 0, width) + weights[width]! * constant;
    const slope = sign * score - 1 + (hinge ? 0 : (0.5 * before) / costs[sample]!);
    if ((before === 0 && slope > highest) || (before === most && slope < lowest)) {
      dual.active--;
      order[at] = order[dual.active]!;
      order[dual.active] = sample;
      at--;
      continue;
    }
    const free = before === 0 ? Math.min(slope, 0) : before === most ? Math.max(slope, 0) : slope;
    if (free > high) high = free;
    if (free < low) low = free;
    if (free === 0) continue;
    const after = Math.min(Math.max(before - slope / curvatures[sample]!, 0), most);
    multipliers[sample] = after;
    const step = sign * (after - before);
    const start = sample * width;
    for (let p = 0; p < width; p++) weights[p]! += step * values[start + p]!;
    weights[width]! += step * constant;
  }
  return { high, low };
}

/** The primal objective, and by how much the dual falls short of it. */
function objectives(dual: Dual): { readonly objective: number; readonly gap: number } {
  const { features, constant, signs, costs, multipliers, weights, loss } = dual;
  const width = weights.length - 1;
  const power = dot(weights, weights);
  let objective = power / 2;
  let gap = power;
  for (let i = 0; i < signs.length; i++) {
    const score = dotAt(features.values, i * width, weights, 0, width) + weights[width]! * constant;
    const short = Math.max(0, 1 - signs[i]! * score);
    const multiplier = multipliers[i]!;
    const paid = costs[i]! * (loss === 'hinge' ? short : short * short);
    objective += paid;
    gap += paid - multiplier + (loss === 'hinge' ? 0 : (0.25 * multiplier * multiplier) / costs[i]!);
  }
  return { objective, gap };
}
