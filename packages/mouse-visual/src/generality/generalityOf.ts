import { meanOfKnown } from '@goal-driven/metrics';
import type { ProbeScore } from './probeScenes';

/** One number for each task and test: how far from chance (0) towards perfect (1), of the layer that does best. */
export type TaskScore = Omit<ProbeScore, 'layer'> & {
  /** The layer of the task. */
  readonly layer: string;
  /** (value - chance) / (1 - chance). */
  readonly aboveChance: number;
};

/** What probes of an encoder come to; 0 is chance, 1 perfect, NaN where a task has no number. */
export type Generality = {
  readonly tasks: readonly TaskScore[];
  /** Means over tasks of `aboveChance`: in distribution, out of it (first over the tests of a task), and of both. */
  readonly within: number;
  readonly beyond: number;
  readonly overall: number;
};

/**
 * How generally useful a representation is: for each task the layer is taken that does best in distribution, of equals
 * the first, so that the tests out of it have no say in the choice.
 *
 * @param scores of several layers
 * @source Nayebi et al. 2023 report each task at the best layer; one number of all tasks, and the tests out of
 *   distribution, are ours
 */
export function generalityOf(scores: readonly ProbeScore[]): Generality {
  const names = [...new Set(scores.map(({ task }) => task))];
  const tasks = names.flatMap((task) => {
    const own = scores.filter((score) => score.task === task);
    const known = own.filter(({ test, value }) => test === 'same' && !Number.isNaN(value));
    const best = known.reduce<ProbeScore | undefined>(
      (most, each) => (most === undefined || each.value > most.value ? each : most),
      undefined,
    );
    const { layer } = best ?? own[0]!;
    return own
      .filter((score) => score.layer === layer)
      .map((score): TaskScore => ({
        ...score,
        aboveChance: (score.value - score.chance) / (1 - score.chance),
      }));
  });
  const meanOf = (task: string, accept: (test: string) => boolean) =>
    meanOfKnown(
      tasks.filter((each) => each.task === task && accept(each.test)).map((each) => each.aboveChance),
    );
  const mean = (accept: (test: string) => boolean) => {
    const values = names.map((task) => meanOf(task, accept));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [within, beyond] = [mean((test) => test === 'same'), mean((test) => test !== 'same')];
  return { tasks, within, beyond, overall: (within + beyond) / 2 };
}
