import { defineConfig } from 'vitest/config';
import { sharedByCore } from '../../vitest.shared.ts';

export default defineConfig(sharedByCore);
