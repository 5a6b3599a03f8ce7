import { meanOf } from './_vectors';
import type { Matrix } from './_matrix';
import { compareRdms } from './compareRdms';
import { rsaNoiseCeiling, type RsaNoiseCeiling, type RsaNoiseCeilingOptions } from './rsaNoiseCeiling';

export type RsaModelScore = RsaNoiseCeiling & {
  /** Mean over subjects of the similarity of the model's RDM with theirs: to be read against `lower` and `upper`. */
  readonly raw: number;
  /** [subjects] */
  readonly similarities: Float64Array;
};

/**
 * How alike a model's RDM and those of subjects are, beside what the true model would reach.
 *
 * @param model [stimuli, stimuli]
 * @param rdms one per subject, at least 2, each [stimuli, stimuli]
 * @throws ShapeError for fewer than 2 subjects or different shapes
 * @source Nili et al. 2014, PLoS Computational Biology 10
 */
export function rsaModelScore(
  model: Matrix,
  rdms: readonly Matrix[],
  options: RsaNoiseCeilingOptions = {},
): RsaModelScore {
  const bounds = rsaNoiseCeiling(rdms, options);
  const { similarity = 'spearman' } = options;
  const similarities = Float64Array.from(rdms, (rdm) => compareRdms(model, rdm, { similarity }));
  return { raw: meanOf(similarities), similarities, ...bounds };
}
