import { defineConfig } from 'vitest/config';
import { sharedByCore, withAlone } from '../../vitest.shared.ts';

export default defineConfig(
  withAlone(sharedByCore, [
    'src/engine/useBackend.spec.ts',
    'src/engine/useProductsOf.spec.ts',
    'src/run/fullDisk.spec.ts',
  ]),
);
