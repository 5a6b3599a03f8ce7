import type { LinearLoss } from './_linearLoss';

/**
 * `sum_i weight_i log(1 + exp(-sign_i score_i))`
 *
 * @param signs [samples], 1 or -1
 * @param weights [samples]
 */
export function binaryLoss(signs: Int8Array, weights: Float64Array): LinearLoss {
  return {
    outputs: 1,
    curvature: 0.25,
    at: (scores, slopes) => {
      let loss = 0;
      for (let i = 0; i < signs.length; i++) {
        const margin = signs[i]! * scores[i]!;
        const wrong = 1 / (1 + Math.exp(margin));
        loss +=
          weights[i]! * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
        slopes[i] = -signs[i]! * weights[i]! * wrong;
      }
      return loss;
    },
    along: (scores, direction, step) => {
      let slope = 0;
      let curvature = 0;
      for (let i = 0; i < signs.length; i++) {
        const change = signs[i]! * direction[i]!;
        const wrong = 1 / (1 + Math.exp(signs[i]! * scores[i]! + step * change));
        slope -= weights[i]! * wrong * change;
        curvature += weights[i]! * wrong * (1 - wrong) * change * change;
      }
      return { slope, curvature };
    },
  };
}

/**
 * `sum_i weight_i (log sum_c exp(score_ic) - score_i,class_i)`
 *
 * @param indices [samples], the class of each
 * @param weights [samples]
 * @param classes how many there are
 */
export function multinomialLoss(indices: Int32Array, weights: Float64Array, classes: number): LinearLoss {
  const powers = new Float64Array(classes);

  /** Fills `powers` with the odds of each class against the likeliest; returns their sum but for class `own`. */
  function odds(score: (c: number) => number, own: number): number {
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) {
      powers[c] = score(c);
      if (powers[c]! > largest) largest = powers[c]!;
    }
    let others = 0;
    for (let c = 0; c < classes; c++) {
      powers[c] = Math.exp(powers[c]! - largest);
      if (c !== own) others += powers[c]!;
    }
    return others;
  }

  return {
    outputs: classes,
    curvature: (1 - 1 / classes) / classes,
    at: (scores, slopes) => {
      let loss = 0;
      for (let i = 0; i < indices.length; i++) {
        const [own, weight, start] = [indices[i]!, weights[i]!, i * classes];
        const others = odds((c) => scores[start + c]!, own);
        const all = others + powers[own]!;
        let largest = scores[start]!;
        for (let c = 1; c < classes; c++) largest = Math.max(largest, scores[start + c]!);
        loss +=
          weight * (powers[own] === 1 ? Math.log1p(others) : Math.log(all) + largest - scores[start + own]!);
        for (let c = 0; c < classes; c++) slopes[start + c] = (weight * powers[c]!) / all;
        slopes[start + own] = (-weight * others) / all;
      }
      return loss;
    },
    along: (scores, direction, step) => {
      let slope = 0;
      let curvature = 0;
      for (let i = 0; i < indices.length; i++) {
        const [own, weight, start] = [indices[i]!, weights[i]!, i * classes];
        const others = odds((c) => scores[start + c]! + step * direction[start + c]!, own);
        const all = others + powers[own]!;
        const base = direction[start + own]!;
        let mean = 0;
        let square = 0;
        for (let c = 0; c < classes; c++) {
          const change = direction[start + c]! - base;
          mean += powers[c]! * change;
          square += powers[c]! * change * change;
        }
        mean /= all;
        slope += weight * mean;
        curvature += weight * (square / all - mean * mean);
      }
      return { slope, curvature };
    },
  };
}
