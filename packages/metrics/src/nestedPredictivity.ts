import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, requireSameRows, rowsOf, type Matrix } from './_matrix';
import { requireSplits } from './_requireSplits';
import type { CandidateChoice } from './bestCandidates';
import { crossValidatedMap, heldOut } from './crossValidatedMap';
import type { MapFamily } from './MapFamily';
import { summarised, type Predictivity } from './predictivity';
import type { Split } from './Split';

export type NestedPredictivityOptions = {
  /** Maps to choose from. */
  readonly candidates: MapFamily;
  /** Of the stimuli, into those that maps are chosen and fitted by and those they are tested on. */
  readonly splits: readonly Split[];
  /** Splits of the training stimuli of one split, as indices into them. */
  readonly innerSplits: (train: Int32Array) => readonly Split[];
  /** Whether one candidate is taken for all sites or each site takes its own. */
  readonly choice: CandidateChoice;
};

export type NestedPredictivity = Predictivity & {
  /** [splits, sites], index of the candidate. */
  readonly chosen: NdArray<Int32Array>;
  /** Choices, of all splits and sites, without a defined score among the candidates. */
  readonly undecidedChoices: number;
};

/**
 * Predictivity with hyperparameters chosen within the training stimuli of each split, so that the test stimuli stay
 * unseen (nested cross-validation).
 *
 * @param source [stimuli, features]
 * @param target [stimuli, sites]
 * @throws as `predictivity`, and as `crossValidatedMap`
 */
export function nestedPredictivity(
  source: Matrix,
  target: Matrix,
  { candidates, splits, innerSplits, choice }: NestedPredictivityOptions,
): NestedPredictivity {
  requireFinite('nestedPredictivity', 'source', source, 2);
  requireFinite('nestedPredictivity', 'target', target, 2);
  requireSameRows('nestedPredictivity', ['source', source], ['target', target]);
  requireSplits('nestedPredictivity', splits, rowsOf(source));
  const sites = columnsOf(target);
  const chosen = new Int32Array(splits.length * sites);
  let undecidedChoices = 0;
  const bySplit = splits.map((split, index) => {
    const { fit, score } = heldOut([source, target], split);
    const options = { candidates, splits: innerSplits(split.train), choice };
    const best = fit((x, y) => crossValidatedMap(x, y, options));
    chosen.set(best.chosen, index * sites);
    undecidedChoices += best.undecided;
    return score(best);
  });
  return {
    ...summarised(bySplit, sites),
    chosen: ndArray(chosen, [splits.length, sites]),
    undecidedChoices,
  };
}
