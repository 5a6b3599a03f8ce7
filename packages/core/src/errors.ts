/**
 * The errors that a user of the library can cause. Each message reads
 * `who: what must hold, got what came`, and where the repair is known one more sentence gives it.
 */
export class GoalDrivenError extends Error {
  override readonly name: string = 'GoalDrivenError';
}

/** Axes or sizes that do not fit together. */
export class ShapeError extends GoalDrivenError {
  override readonly name = 'ShapeError';
}

/** A configuration, an option or a name that is not valid. */
export class ConfigError extends GoalDrivenError {
  override readonly name = 'ConfigError';
}

/** Data from outside (a file, an array) that is not what it must be. */
export class DataError extends GoalDrivenError {
  override readonly name = 'DataError';
}

/** A part of the environment that is absent: a backend, a device, a folder, disk space. */
export class EnvironmentError extends GoalDrivenError {
  override readonly name = 'EnvironmentError';
}

/** A computation that left the numbers it may have, such as a loss of NaN. */
export class NumericalError extends GoalDrivenError {
  override readonly name = 'NumericalError';
}
