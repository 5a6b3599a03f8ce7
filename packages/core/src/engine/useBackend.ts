import { ConfigError, EnvironmentError } from '../errors';
import { tf } from '../tf';
import { backendNames, installCommands, type BackendName, type BackendReport } from './Backend';
import { startTensorflow, startTorch } from './nativeBackends';
import { startWasm } from './wasmBackend';

type Started = { implementation: string; features: string[] };

/** How each backend starts; undefined says that it is not installed. */
const starters: Record<BackendName, () => Promise<Started | undefined>> = {
  torch: startTorch,
  tensorflow: startTensorflow,
  wasm: startWasm,
  cpu: startCpu,
};

/**
 * Chooses what computes all tensors of this process from now on: the named backend, else the one in the
 * environment variable GOAL_DRIVEN_BACKEND, else the best one present, in the order of `backendNames`.
 *
 * @throws ConfigError for a name that is none of `backendNames`
 * @throws EnvironmentError for a named backend that is absent or cannot load, with the command that brings it
 */
export async function useBackend(name?: BackendName): Promise<BackendReport> {
  const variable = process.env['GOAL_DRIVEN_BACKEND'];
  if (name !== undefined) return { ...(await start(name, 'useBackend')), chosenBy: 'option' };
  if (variable !== undefined && variable !== '') {
    return { ...(await start(variable, 'GOAL_DRIVEN_BACKEND')), chosenBy: 'GOAL_DRIVEN_BACKEND' };
  }
  for (const candidate of backendNames) {
    // An installed backend that cannot load (no libtensorflow for this machine) is passed over here;
    // naming it shows why.
    const started = await starters[candidate]().catch(() => undefined);
    if (started !== undefined) return { name: candidate, ...started, chosenBy: 'best present' };
  }
  throw new EnvironmentError('useBackend: at least one backend must be present, got none');
}

async function start(name: string, who: string): Promise<{ name: BackendName } & Started> {
  if (!isBackendName(name)) {
    throw new ConfigError(`${who}: backend must be one of ${backendNames.join(', ')}, got ${name}`);
  }
  const started = await starters[name]().catch((error: unknown) => {
    const why = reason(error);
    const command = why.includes('To bring it:') ? '' : `. To bring it: ${installCommands[name]}`;
    throw new EnvironmentError(`${who}: backend ${name} must load, got: ${why}${command}`);
  });
  if (started === undefined) {
    throw new EnvironmentError(
      `${who}: backend ${name} must be installed, got none. To bring it: ${installCommands[name]}`,
    );
  }
  return { name, ...started };
}

async function startCpu(): Promise<Started> {
  await tf.setBackend('cpu');
  return {
    implementation: `@tensorflow/tfjs-backend-cpu ${tf.version_core}`,
    features: ['reference, slow', '1 thread'],
  };
}

const isBackendName = (name: string): name is BackendName =>
  (backendNames as readonly string[]).includes(name);

const reason = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n')[0]! : String(error);
