import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// The longest, and the last that turbo starts: by then other packages have no use for the cores.
export default mergeConfig(shared, defineConfig({ test: { maxWorkers: '100%' } }));
