import { shellWord } from '@goal-driven/sweep';

/** Words as one line that a POSIX shell reads back as the same words. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ');
