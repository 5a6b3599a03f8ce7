import type { z } from 'zod';
import type { ClaimTerms } from './Claim';
import type { Figure } from './Figure';
import type { Finding } from './Finding';
import type { Rng } from './Rng';
import type { Session } from './Session';
import type { Score } from './Score';

/**
 * A question, and the choice of A, D, T and L that answers it. `run` yields scores and figures; it
 * neither prints nor saves nor averages. The runner adds config, seed and versions to what it yields.
 */
export type Study<Schema extends z.ZodType = z.ZodType> = {
  /** `package/name`, such as `mec/path-integration`. */
  readonly name: string;
  readonly question: string;
  readonly sources: readonly Source[];
  readonly config: Schema;
  /** Named partial configurations, deep-merged over the defaults; `quick` ends in minutes on two cores. */
  readonly presets: { readonly [preset: string]: object };
  /** Where the study is a claim: the sentence that it tests. */
  readonly claim?: ClaimTerms;
  run(args: { config: z.output<Schema>; rng: Rng; session: Session }): AsyncGenerator<StudyEvent>;
};

/** What a study yields, as it comes: numbers, figures and, of a claim, findings. */
export type StudyEvent =
  | { readonly kind: 'score'; readonly score: Score }
  | { readonly kind: 'figure'; readonly figure: Figure }
  | { readonly kind: 'finding'; readonly finding: Finding };

/** A work that a study stands on; `bibtex` is what `goal-driven cite` prints. */
export type Source = { readonly text: string; readonly doi?: string; readonly bibtex: string };

/** Gives a study its types; the study is otherwise as written. */
export const defineStudy = <Schema extends z.ZodType>(study: Study<Schema>): Study<Schema> => study;
