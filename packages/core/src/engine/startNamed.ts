import { ConfigError, EnvironmentError } from '../errors';
import { backendNames, installCommands, type BackendName } from './Backend';

/**
 * What a named backend starts.
 *
 * @param start undefined says that it is not installed
 * @throws EnvironmentError for one that is absent or cannot load, with the command that brings it
 */
export async function startNamed<T>(
  name: BackendName,
  who: string,
  start: () => Promise<T | undefined>,
): Promise<T> {
  const started = await start().catch((error: unknown) => {
    const why = reason(error);
    const command = why.includes('To bring it:') ? '' : `. To bring it: ${installCommands[name]}`;
    throw new EnvironmentError(`${who}: backend ${name} must load, got: ${why}${command}`);
  });
  if (started === undefined) {
    throw new EnvironmentError(
      `${who}: backend ${name} must be installed, got none. To bring it: ${installCommands[name]}`,
    );
  }
  return started;
}

/** @throws ConfigError for a name that is none of `backendNames` */
export function requireBackendName(name: string, who: string): asserts name is BackendName {
  if ((backendNames as readonly string[]).includes(name)) return;
  throw new ConfigError(`${who}: backend must be one of ${backendNames.join(', ')}, got ${name}`);
}

const reason = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n')[0]! : String(error);
