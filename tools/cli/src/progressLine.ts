import type { Voice } from './Io';

/** One word from a study about where its work is. */
export type Progress = {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly note: string;
};

/**
 * Shows progress: on a terminal one line that renews itself, in a log a plain line at most every ten
 * seconds and at the end of each piece of work.
 *
 * @param now milliseconds, of any clock that only moves forward
 */
export function progressLine(
  voice: Voice,
  now: () => number,
): { show(progress: Progress): void; end(): void } {
  const pace = voice.isTTY ? 100 : 10_000;
  let work: { label: string; start: number; from: number } | undefined;
  let shown = -Infinity;
  let open = false;
  return {
    show(progress) {
      const time = now();
      if (work?.label !== progress.label || progress.done < work.from) {
        work = { label: progress.label, start: time, from: progress.done };
        shown = voice.isTTY ? -Infinity : time; // in a log the first line can tell a rate
      }
      if (time - shown < pace && progress.done < progress.total) return;
      shown = time;
      const text = describeProgress(progress, { seconds: (time - work.start) / 1000, from: work.from });
      if (!voice.isTTY) return void voice.write(`${text}\n`);
      voice.write(`\r${text.slice(0, (voice.columns ?? 80) - 1)}\u001b[K`);
      open = true;
      if (progress.done >= progress.total) this.end();
    },
    end() {
      if (open) voice.write('\n');
      open = false;
    },
  };
}

/** `training  1200/5000  24%  21/s  loss 3.21  3:01 left`. */
function describeProgress(
  { label, done, total, note }: Progress,
  { seconds, from }: { seconds: number; from: number },
): string {
  const rate = seconds > 0 ? (done - from) / seconds : 0;
  const parts = [label, `${done}/${total}`, `${total > 0 ? Math.floor((100 * done) / total) : 100}%`];
  if (rate > 0)
    parts.push(rate >= 1 ? `${rate.toFixed(rate < 10 ? 1 : 0)}/s` : `${(1 / rate).toFixed(1)} s each`);
  if (note !== '') parts.push(note);
  if (rate > 0 && done < total) parts.push(`${clock((total - done) / rate)} left`);
  if (done >= total) parts.push(`in ${clock(seconds)}`);
  return parts.join('  ');
}

/** `1:05:09`, `3:01`; whole seconds, rounded up. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
