/** What the process answers. 75 is EX_TEMPFAIL of sysexits: run again with `--resume auto` to go on. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 75 } as const;
