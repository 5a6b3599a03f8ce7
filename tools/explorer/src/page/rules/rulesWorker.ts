import { NumericalError, quietSession, train, type HistoryPoint, type Session } from '@goal-driven/core';
import forestsAddress from '../../../models/ruleForests.json?url';
import { startWorkerEngine } from '../shell/startWorkerEngine';
import { verdictOf, type RuleForests } from './RuleForests';
import type { Asked, Told } from './rulesMessages';
import type { RulesSetup } from './RulesSetup';
import type { Learner } from './learners';
import { trainingsOf, trajectoryConfig } from './trainingsOf';

// A worker that trains two networks side by side, as far as the page lets it. It ends with its page.
const tell = (told: Told): void => postMessage(told);

let allowed = 0;
const waiting: (() => void)[] = [];

/** Resolves when the update after `index` others may come. */
const gate = async (index: number): Promise<void> => {
  while (index >= allowed) await new Promise<void>((resolve) => waiting.push(resolve));
};

self.onmessage = ({ data: asked }: MessageEvent<Asked>) => {
  if (asked.kind === 'until') {
    allowed = asked.updates;
    for (const go of waiting.splice(0)) go();
  } else
    begin(asked.setup, asked.base).catch((error: unknown) =>
      tell({ kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
    );
};

async function begin(setup: RulesSetup, base: string): Promise<void> {
  const [forests] = await Promise.all([
    fetch(forestsAddress).then((answer) => answer.json() as Promise<RuleForests>),
    startWorkerEngine('wasm', new URL('wasm/', base).href),
  ]);
  const config = trajectoryConfig(setup);
  const seen: HistoryPoint[] = [];
  const log = (learner: Learner): Session['log'] => {
    return (step, values) => {
      const first = Object.keys(values)[0]!;
      if (!first.startsWith('observed/')) return tell({ kind: 'point', learner, step, values });
      seen.push({ step, values });
      if (seen.length > config.checkpoints) return;
      const verdict = verdictOf(forests, seen, config);
      if (verdict !== undefined) tell({ kind: 'verdict', step, verdict });
    };
  };
  const trainings = trainingsOf(setup, {
    gate,
    session: (learner) => ({ ...quietSession(), log: log(learner) }),
  });
  await Promise.all(
    trainings.map(async ({ learner, options }) => {
      try {
        await train(options);
      } catch (error) {
        // A network whose numbers grow without bound is a result.
        if (!(error instanceof NumericalError)) throw error;
        tell({ kind: 'diverged', learner, message: error.message });
      }
    }),
  );
}
