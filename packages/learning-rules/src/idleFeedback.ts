import { matchesAny, tf, type LearningRule } from '@goal-driven/core';
import { assignCredit, type CreditedCall } from './assignCredit';
import { sendBackBy } from './feedbackRule';

type Config = {
  readonly firstFeedback: boolean;
  readonly updateForward: boolean;
  readonly paths: readonly string[];
};

/** Whether feedback kernels that carry no error are left as they are. */
export const leavesIdle = ({ firstFeedback, updateForward }: Omit<Config, 'paths'>): boolean =>
  !firstFeedback && !updateForward;

type Pass = Pick<Parameters<LearningRule['credit']>[0], 'evaluate' | 'params' | 'feedback'> & {
  readonly descend: boolean;
};

/**
 * Which calls of a pass have feedback that is to be left as it is. In an update of alignment alone no error goes down:
 * the first of these makes a pass more to see where one would, and what that found is kept for the others.
 */
export function idleFeedback(config: Config): (pass: Pass) => (call: CreditedCall) => boolean {
  let probed: ReadonlySet<string> | undefined;
  return ({ evaluate, params, feedback, descend }) => {
    if (!leavesIdle(config)) return () => false;
    if (descend) return ({ carried }) => !carried;
    if (probed === undefined)
      tf.tidy(() => {
        const wanted = matchesAny(config.paths);
        probed = carrying(assignCredit({ evaluate, params, sendBackAt: sendBackBy(feedback), wanted }).calls);
      });
    return ({ path }) => !probed!.has(path);
  };
}

const carrying = (calls: readonly CreditedCall[]): ReadonlySet<string> =>
  new Set(calls.flatMap(({ path, carried }) => (carried ? [path] : [])));
