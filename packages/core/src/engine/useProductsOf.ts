import { useDoubleProducts } from '../doubleProducts';
import type { BackendName } from './Backend';
import { startTorchProducts } from './nativeBackends';
import { requireBackendName, startNamed } from './startNamed';

/**
 * Chooses what computes the metrics' large products of doubles in this thread from now on, and leaves tensors alone:
 * LibTorch for `torch`, whose products are checked first, the metrics' own WebAssembly for every other backend. Numbers
 * differ in their last digits.
 *
 * @throws ConfigError for a name that is none of `backendNames`
 * @throws EnvironmentError when `torch` is absent, cannot load or does not compute in doubles
 */
export async function useProductsOf(name: BackendName): Promise<void> {
  requireBackendName(name, 'useProductsOf');
  if (name !== 'torch') return useDoubleProducts(undefined);
  await startNamed(name, 'useProductsOf', async () => {
    const products = await startTorchProducts();
    if (products !== undefined) useDoubleProducts(products);
    return products;
  });
}
