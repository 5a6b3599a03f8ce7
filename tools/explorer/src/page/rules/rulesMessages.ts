import type { Verdict } from './RuleForests';
import type { RulesSetup } from './RulesSetup';
import type { Learner } from './learners';

/** What the page asks of the worker that trains. */
export type Asked =
  | { readonly kind: 'begin'; readonly setup: RulesSetup; /** Address of the site. */ readonly base: string }
  /** Go on until both have had so many updates, or stop there. */
  | { readonly kind: 'until'; readonly updates: number };

/** What the worker tells. */
export type Told =
  | {
      readonly kind: 'point';
      readonly learner: Learner;
      /** Updates done. */
      readonly step: number;
      /** Loss of the batch, angles, and under `heldOut/` what held-out images give. */
      readonly values: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'verdict'; readonly step: number; readonly verdict: Verdict }
  | { readonly kind: 'diverged'; readonly learner: Learner; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string };
