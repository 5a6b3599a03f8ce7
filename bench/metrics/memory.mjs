import { readFileSync, writeFileSync } from 'node:fs';

/** A line of Linux's account of this process, in bytes; undefined elsewhere. */
function statusOf(name) {
  try {
    const [, kilobytes] = readFileSync('/proc/self/status', 'utf8').match(
      new RegExp(`${name}:\\s+(\\d+) kB`),
    );
    return Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** Bytes that this process holds now. */
export const held = () => statusOf('VmRSS') ?? process.memoryUsage.rss();

/**
 * The most bytes that this process has held since `forget`. Not what `getrusage` says where Linux has better: there a
 * process starts from the highest of the one that started it.
 */
export const highest = () => statusOf('VmHWM') ?? process.resourceUsage().maxRSS * 1024;

/** Lets `highest` begin anew, where that can be asked for. */
export function forget() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // not Linux
  }
}
