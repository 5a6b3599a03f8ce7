import { CommanderError } from 'commander';
import { exitCodes } from './exitCodes';
import type { Io } from './Io';
import { createProgram } from './createProgram';
import { UsageError } from './UsageError';

/**
 * Runs one command line and tells the exit code: 0 done, 1 failed, 2 not understood, 75 interrupted.
 * Never exits the process itself.
 *
 * @param argv what follows the name of the command
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.done;
  const program = createProgram(io, (result) => (code = result));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return report(error, io, argv.includes('--debug'));
  }
}

/** One message for a person; where it was thrown only when asked for, or when the mistake is ours. */
function report(error: unknown, { stderr }: Io, debug: boolean): number {
  // commander has spoken already; its codes for help and version are 0
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (!(error instanceof Error)) throw error;
  const usage = error instanceof UsageError;
  const expected = usage || isExpected(error);
  const text = debug || !expected ? (error.stack ?? error.message) : error.message;
  stderr.write(`error: ${text}\n`);
  if (error.cause instanceof Error && debug) stderr.write(`caused by: ${error.cause.stack}\n`);
  if (usage) return exitCodes.usage;
  return error.name === 'Interrupted' ? exitCodes.interrupted : exitCodes.failed;
}

/** Errors of core and of the engine are told by their names here: to import their classes would load the engine for `--help`. */
function isExpected(error: Error): boolean {
  const names = [
    'GoalDrivenError',
    'ShapeError',
    'ConfigError',
    'DataError',
    'EngineError',
    'EnvironmentError',
    'NumericalError',
  ];
  return error.name === 'Interrupted' || names.includes(error.name);
}
