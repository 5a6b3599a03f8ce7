import type { z } from 'zod';
import { ConfigError } from './errors';
import type { Finding } from './Finding';
import type { Study } from './Study';

/**
 * What decides a claim, written down before the result is seen: the whole interval of the statistic must lie
 * above (or below) a bound.
 */
export type Criterion = {
  /** Name of the finding that it judges. */
  readonly statistic: string;
  /** What the statistic is, for people. */
  readonly meaning: string;
  readonly unit: string;
} & ({ readonly above: number } | { readonly below: number });

/** What comes of a claim: its criteria are met, one of them is missed, or the intervals do not tell. */
export type Verdict = 'holds' | 'does not hold' | 'cannot be told';

/** The sentence and how it is put to the test. */
export type ClaimTerms = {
  readonly statement: string;
  /** What is trained, on what, and what is measured: the protocol, fixed beforehand. */
  readonly protocol: string;
  /** All must be met. */
  readonly criteria: readonly Criterion[];
};

/** A statement of a study as an experiment: it yields a finding for each of its criteria. */
export type Claim<Schema extends z.ZodType = z.ZodType> = Study<Schema> & { readonly claim: ClaimTerms };

/** Gives a claim its types; the claim is otherwise as written. */
export const defineClaim = <Schema extends z.ZodType>(claim: Claim<Schema>): Claim<Schema> => claim;

/**
 * Whether one criterion is met: it is where the whole interval lies beyond the bound, it is not where the whole
 * interval lies on the other side or on the bound, and else it cannot be told.
 */
export function judgeCriterion(criterion: Criterion, { interval: [low, high] }: Finding): Verdict {
  const [met, missed] =
    'above' in criterion
      ? [low > criterion.above, high <= criterion.above]
      : [high < criterion.below, low >= criterion.below];
  return met ? 'holds' : missed ? 'does not hold' : 'cannot be told';
}

/**
 * The verdict over all criteria: it holds where each is met, it does not where one is not, else it cannot be told.
 *
 * @throws ConfigError for a criterion without a finding, or with two
 */
export function judge(criteria: readonly Criterion[], findings: readonly Finding[]): Verdict {
  const verdicts = criteria.map((criterion) => {
    const found = findings.filter(({ statistic }) => statistic === criterion.statistic);
    if (found.length !== 1) {
      throw new ConfigError(
        `judge: ${criterion.statistic} must be found once, got ${found.length} findings of that name`,
      );
    }
    return judgeCriterion(criterion, found[0]!);
  });
  if (verdicts.includes('does not hold')) return 'does not hold';
  return verdicts.every((verdict) => verdict === 'holds') ? 'holds' : 'cannot be told';
}
