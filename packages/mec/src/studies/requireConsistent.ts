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
  readonly evaluation: { readonly layer: string; readonly arenas: readonly Arena[] };
  readonly recordedPath?: object | undefined;
};

/** Adds an issue to a configuration whose parts are each valid and do not go together. */
export function requireConsistent(choices: Choices, context: z.RefinementCtx): void {
  const issue: Issue = (path, message) =>
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  checkArena(choices, issue);
  choices.evaluation.arenas.forEach((arena, index) =>
    checkArena({ ...choices, arena }, (path, message) =>
      issue(`evaluation.arenas.${index}`, `${path}: ${message}`),
    ),
  );
  const { network } = choices;
  if (choices.evaluation.layer === 'pre_g' && (network.cell === 'rnn' || network.cell === 'ctrnn')) {
    issue('evaluation.layer', `${network.cell} has one recurrent layer, g, and no pre_g`);
  }
  if (choices.task.loss === 'placeAndHeading' && network.cell !== 'banino') {
    issue('task.loss', 'placeAndHeading needs a network that says headings: banino');
  }
  if (choices.recordedPath !== undefined && choices.arena.kind === 'track') {
    issue('recordedPath', 'a path in two dimensions needs a network of an arena, not of a track');
  }
}

type Issue = (path: string, message: string) => void;

/** What depends on the arena. */
function checkArena(choices: Choices, issue: Issue): void {
  const { arena, motion, placeCells, cues, reward, task } = choices;
  const open = arena.kind === 'rectangle' && arena.innerWalls.length === 0;
  if (motion.walls === 'periodic' && !open) {
    issue('motion.walls', 'periodic needs a rectangle without inner walls; a track is always periodic');
  }
  if (placeCells.periodic && !open && arena.kind !== 'track') {
    issue('placeCells.periodic', 'needs a rectangle without inner walls, or a track');
  }
  if (placeCells.centres === 'lattice' && !hasLattice(arena, placeCells.count)) {
    issue('placeCells.centres', 'a lattice needs a square number of cells in a rectangle, or a track');
  }
  if (cues !== undefined && reward !== undefined) issue('cues', 'cues and a reward zone exclude each other');
  if (cues !== undefined) attempt('cues', () => requireCuesIn(arena, cues), issue);
  if (reward !== undefined) attempt('reward', () => requireZoneIn(arena, reward, choices.timesteps), issue);
  if (task.loss === 'placeAndHeading' && arena.kind === 'track') {
    issue('task.loss', 'placeAndHeading needs an arena in which headings vary, not a track');
  }
  if (saysPosition(task) && arena.kind === 'track') {
    issue(
      'task.loss',
      'a position that begins again with each lap cannot be said as a number; say place cells',
    );
  }
}

const hasLattice = ({ kind }: Arena, count: number): boolean =>
  kind === 'track' || (kind === 'rectangle' && Number.isInteger(Math.sqrt(count)));

/** Turns a refusal into an issue. */
function attempt(path: string, require: () => void, issue: Issue): void {
  try {
    require();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    issue(path, error.message.replace(/^\w+: /, '')); // who refuses is the place of the issue
  }
}
