import { defineConfig } from 'vitest/config';
import { sharedByTorch, withAlone } from '../../vitest.shared.ts';

// It weighs its process, and what others had in use would count.
export default defineConfig(withAlone(sharedByTorch, ['src/recycledMemory.spec.ts']));
