import type { LinearLoss } from './_linearLoss';

/**
 * `sum_i weight_i max(0, 1 - sign_i score_i)^2`
 *
 * @param signs [samples], 1 or -1
 * @param weights [samples]
 */
export function squaredHingeLoss(signs: Int8Array, weights: Float64Array): LinearLoss {
  return {
    outputs: 1,
    curvature: 2,
    at: (scores, slopes) => {
      let loss = 0;
      for (let i = 0; i < signs.length; i++) {
        const short = Math.max(0, 1 - signs[i]! * scores[i]!);
        loss += weights[i]! * short * short;
        slopes[i] = -2 * signs[i]! * weights[i]! * short;
      }
      return loss;
    },
    along: (scores, direction, step) => {
      let slope = 0;
      let curvature = 0;
      for (let i = 0; i < signs.length; i++) {
        const short = 1 - signs[i]! * (scores[i]! + step * direction[i]!);
        if (short <= 0) continue;
        slope -= 2 * weights[i]! * short * signs[i]! * direction[i]!;
        curvature += 2 * weights[i]! * direction[i]! * direction[i]!;
      }
      return { slope, curvature };
    },
  };
}
