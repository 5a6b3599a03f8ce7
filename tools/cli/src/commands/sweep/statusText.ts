import type { SweepStatus } from '@goal-driven/sweep';
import { formatTable } from '../../formatTable';
import type { Voice } from '../../Io';
import { clock } from '../../progressLine';
import { shortPoint } from './shortPoint';

/** A sweep in one line. */
export function inOneLine({
  state,
  finished,
  failed,
  running,
  waiting,
  total,
  secondsPerTrial,
}: SweepStatus): string {
  const left = total - finished - failed;
  const parts = [
    `${finished}/${total} finished`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    `${running.length} running`,
    `${waiting} waiting`,
  ];
  const time =
    running.length > 0 && secondsPerTrial > 0
      ? [`about ${clock((left * secondsPerTrial) / running.length)} left`]
      : [];
  return [state, ...parts, ...time].join('  ');
}

/** A line of its own on a terminal, plain lines in a log. */
export function statusLine(voice: Voice): { show(status: SweepStatus): void; end(): void } {
  let open = false;
  return {
    show: (status) => {
      const text = inOneLine(status);
      if (!voice.isTTY) return void voice.write(`${text}\n`);
      voice.write(`\r${text.slice(0, (voice.columns ?? 80) - 1)}\u001b[K`);
      open = true;
    },
    end: () => {
      if (open) voice.write('\n');
      open = false;
    },
  };
}

/** All that there is to say of a sweep, for a terminal. */
export function statusText(status: SweepStatus): string {
  const { study, search, running, failures, best, repeated, damaged, secondsPerTrial } = status;
  const sections = [`${study}, ${search}: ${inOneLine(status)}\n`];
  if (status.reason !== undefined) sections.push(`stopped after its first trial: ${status.reason}\n`);
  if (Number.isFinite(secondsPerTrial)) sections.push(`${secondsPerTrial.toPrecision(3)} s a trial\n`);
  if (repeated > 0) sections.push(`${repeated} attempts came to nothing and were repeated\n`);
  if (damaged > 0)
    sections.push(
      `${damaged} lines of the journal could not be read; the trials' folders hold what they said\n`,
    );
  if (running.length > 0) {
    const rows = running.map(({ index, seed, id, attempt, step, worker, since, orphaned }) => [
      ...[String(index), String(seed), id, String(attempt), step === undefined ? '' : String(step)],
      orphaned ? `${worker} (gone)` : worker,
      since,
    ]);
    sections.push(
      `\n${formatTable([['running', 'seed', 'trial', 'attempt', 'step', 'worker', 'since'], ...rows], { right: [0, 1, 3, 4] })}`,
    );
  }
  if (best.length > 0) {
    const rows = best.map(({ index, seed, id, objectives, point }) => [
      ...[String(index), String(seed), id, objectives.map((value) => value.toPrecision(5)).join(' ')],
      shortPoint(point),
    ]);
    sections.push(
      `\n${formatTable([['best', 'seed', 'trial', 'objectives', 'point'], ...rows], { right: [0, 1] })}`,
    );
  }
  if (failures.length > 0) {
    const rows = failures
      .slice(0, 20)
      .map(({ index, seed, id, message }) => [
        String(index),
        String(seed),
        id,
        message.split('\n')[0]!.slice(0, 120),
      ]);
    sections.push(`\n${formatTable([['failed', 'seed', 'trial', 'why'], ...rows], { right: [0, 1] })}`);
    if (failures.length > rows.length) sections.push(`and ${failures.length - rows.length} more\n`);
  }
  return sections.join('');
}
