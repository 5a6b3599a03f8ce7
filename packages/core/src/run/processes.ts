import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process something belongs to, for others to tell whether it still runs. */
export type ProcessName = {
  readonly host: string;
  /** Boot and container within which `pid` has a meaning; those of the reader, where it is not said. */
  readonly machine?: string | undefined;
  readonly pid: number;
  /** When it began, in ticks since boot: tells it from a later one of the same number. Empty where unknown. */
  readonly birth: string;
};

/** The name of this process. */
export const thisProcess = (): ProcessName & { readonly machine: string } => ({
  host: hostname(),
  machine: thisMachine(),
  pid: process.pid,
  birth: statOf(process.pid).birth,
});

/**
 * Where numbers of processes mean the same: one boot of one machine, seen from one container. Names of hosts
 * do not tell: two machines may be called `localhost`, and a container may be called as its host.
 */
const thisMachine = (): string =>
  `${textOf('/proc/sys/kernel/random/boot_id').trim()} ${linkOf('/proc/self/ns/pid')}`;

/**
 * Whether a process was one of this machine and is no more: another has its number by now, or it was killed and waits
 * for its parent to hear of it. One of another machine cannot be asked, and is not known to be gone.
 */
export function isGone({ host, machine = thisMachine(), pid, birth }: ProcessName): boolean {
  if (host !== hostname() || machine !== thisMachine()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const now = statOf(pid);
  return now.state === 'Z' || now.state === 'X' || (birth !== '' && now.birth !== birth);
}

/** Resident memory of a process, MB; NaN where the system does not say. */
export function residentMemory(pid: number): number {
  const pages = Number(textOf(`/proc/${pid}/statm`).split(' ')[1]);
  return (pages * 4096) / 1e6;
}

/** State and birth of a process; empty where the system does not say (Linux does). */
function statOf(pid: number): { readonly state: string; readonly birth: string } {
  const stat = textOf(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces; the state follows it, and `starttime` is 19 fields further.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', birth: fields[19] ?? '' };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
