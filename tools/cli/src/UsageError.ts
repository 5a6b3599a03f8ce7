/** A command line that cannot be meant: an unknown name, a value that does not parse. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
