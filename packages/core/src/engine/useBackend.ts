import { useDoubleProducts } from '../doubleProducts';
import { EnvironmentError } from '../errors';
import { tf } from '../tf';
import { backendNames, type BackendName, type BackendReport } from './Backend';
import { startTensorflow, startTorch, type Started } from './nativeBackends';
import { requireBackendName, startNamed } from './startNamed';
import { startWasm } from './startWasm';

/** How each backend starts; undefined says that it is not installed. */
const starters: Record<BackendName, () => Promise<Started | undefined>> = {
  torch: startTorch,
  tensorflow: startTensorflow,
  wasm: startWasm,
  cpu: startCpu,
};

/**
 * Chooses what computes all tensors of this process from now on: the named backend, else the one in the
 * environment variable GOAL_DRIVEN_BACKEND, else the best one present, in the order of `backendNames`. The metrics'
 * large products go along, as `useProductsOf` has it.
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
    const started = await begin(candidate).catch(() => undefined);
    if (started !== undefined) return { name: candidate, ...started, chosenBy: 'best present' };
  }
  throw new EnvironmentError('useBackend: at least one backend must be present, got none');
}

async function start(name: string, who: string): Promise<{ name: BackendName } & BeginReport> {
  requireBackendName(name, who);
  return { name, ...(await startNamed(name, who, () => begin(name))) };
}

type BeginReport = Pick<BackendReport, 'implementation' | 'features'>;

async function begin(name: BackendName): Promise<BeginReport | undefined> {
  const started = await starters[name]();
  if (started === undefined) return undefined;
  const { products, ...report } = started;
  useDoubleProducts(products);
  return report;
}

async function startCpu(): Promise<Started> {
  await tf.setBackend('cpu');
  return {
    implementation: `@tensorflow/tfjs-backend-cpu ${tf.version_core}`,
    features: ['reference, slow', '1 thread'],
  };
}
