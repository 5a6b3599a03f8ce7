import { ConfigError } from '@goal-driven/core';
import type { z } from 'zod';
import type { Arena } from '../arena';
import { requireCuesIn, type Cues } from '../cues';
import type { NetworkChoice } from '../NetworkChoice';
import { saysPosition, type PathIntegrationTask } from '../pathIntegrationTask';
import type { PlaceCells } from '../placeCells';
import { requireZoneIn, type RewardZone } from '../rewardZone';
import type { Motion } from '../trajectories';

/** The choices of a study that must go together. */
type Choices = {
  readonly arena: Arena;
  readonly motion: Motion;
  readonly placeCells: PlaceCells;
  readonly cues?: Cues | undefined;
  readonly reward?: RewardZone | undefined;
  readonly timesteps: number;
  readonly network: NetworkChoice;
  readonly task: PathIntegrationTask;
  readonly evaluation: { readonly layer: string };
  readonly recordedPath?: object | undefined;
};

/** Adds an issue to a configuration whose parts are each valid and do not go together. */
export function requireConsistent(choices: Choices, context: z.RefinementCtx): void {
  const issue = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  const { arena, motion, placeCells, cues, reward, network, task } = choices;
  const open = arena.kind === 'rectangle' && arena.innerWalls.length === 0;
  if (motion.walls === 'periodic' && !open) {
    issue('motion.walls', 'periodic needs a rectangle without inner walls; a track is always periodic');
  }
  if (placeCells.periodic && !open && arena.kind !== 'track') {
    issue('placeCells.periodic', 'needs a rectangle without inner walls, or a track');
  }
  if (cues !== undefined && reward !== undefined) issue('cues', 'cues and a reward zone exclude each other');
  if (cues !== undefined) attempt('cues', () => requireCuesIn(arena, cues), issue);
  if (reward !== undefined) attempt('reward', () => requireZoneIn(arena, reward, choices.timesteps), issue);
  if (task.loss === 'placeAndHeading' && network.cell !== 'banino') {
    issue('task.loss', 'placeAndHeading needs a network that says headings: banino');
  }
  if (task.loss === 'placeAndHeading' && arena.kind === 'track') {
    issue('task.loss', 'placeAndHeading needs an arena in which headings vary, not a track');
  }
  if (saysPosition(task) && arena.kind === 'track') {
    issue(
      'task.loss',
      'a position that begins again with each lap cannot be said as a number; say place cells',
    );
  }
  if (choices.evaluation.layer === 'pre_g' && (network.cell === 'rnn' || network.cell === 'ctrnn')) {
    issue('evaluation.layer', `${network.cell} has one recurrent layer, g, and no pre_g`);
  }
  if (choices.recordedPath !== undefined && arena.kind === 'track') {
    issue('recordedPath', 'a path in two dimensions needs a network of an arena, not of a track');
  }
}

/** Turns a refusal into an issue. */
function attempt(path: string, require: () => void, issue: (path: string, message: string) => void): void {
  try {
    require();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    issue(path, error.message.replace(/^\w+: /, '')); // who refuses is the place of the issue
  }
}
